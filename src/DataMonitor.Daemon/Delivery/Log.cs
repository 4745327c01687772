namespace DataMonitor.Daemon.Delivery;

internal static partial class Log
{
    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "Delivered notification {Notification} to {Receiver}/{Endpoint}: {Answer}")]
    public static partial void Delivered(this ILogger logger, string receiver, string endpoint, Guid notification, string answer);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "Notification {Notification} was not accepted by {Receiver}/{Endpoint}, next try at {NextAttempt}: {Problem}")]
    public static partial void NotDelivered(this ILogger logger, string receiver, string endpoint, Guid notification, string problem, DateTimeOffset nextAttempt);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Error, Message = "Gave up notification {Notification} to {Receiver}/{Endpoint}: {Problem}")]
    public static partial void GivenUp(this ILogger logger, string receiver, string endpoint, Guid notification, string problem, Exception exception);

    [LoggerMessage(EventId = 3204, Level = LogLevel.Warning, Message = "The outbox cannot be read or written; notifications wait")]
    public static partial void OutboxUnreachable(this ILogger logger, Exception exception);
}
