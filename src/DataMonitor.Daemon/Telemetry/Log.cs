namespace DataMonitor.Daemon.Telemetry;

internal static partial class Log
{
    [LoggerMessage(EventId = 3401, Level = LogLevel.Warning, Message = "{Sink} takes nothing, next try in {Delay}: {Problem}")]
    public static partial void SinkStands(this ILogger logger, string sink, TimeSpan delay, string problem);

    [LoggerMessage(EventId = 3402, Level = LogLevel.Information, Message = "{Sink} takes points again")]
    public static partial void SinkMoves(this ILogger logger, string sink);

    [LoggerMessage(EventId = 3403, Level = LogLevel.Warning, Message = "{Sink} refused {Count} points for good: {Reasons}")]
    public static partial void PointsRefused(this ILogger logger, string sink, int count, string reasons);

    [LoggerMessage(EventId = 3404, Level = LogLevel.Warning, Message = "{Count} series were left out of /metrics, which shows at most {Cap}")]
    public static partial void SeriesCapped(this ILogger logger, int count, int cap);

    [LoggerMessage(EventId = 3405, Level = LogLevel.Warning, Message = "/metrics shows no checks, because the state store does not answer: {Problem}")]
    public static partial void StatusUnknown(this ILogger logger, string problem);
}
