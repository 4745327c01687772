namespace DataMonitor.Daemon.Scheduling;

internal static partial class Log
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "{Count} occurrences were missed and now have a row each")]
    public static partial void OccurrencesMissed(this ILogger logger, int count);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Run of {Dataset} due at {ScheduledAt:O} is missed: {Reason}")]
    public static partial void RunMissed(this ILogger logger, string dataset, DateTimeOffset scheduledAt, string reason);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Run of {Dataset}: source {Source} {Problem} (asked {Attempts} times)")]
    public static partial void SourceSilent(this ILogger logger, string dataset, string source, string problem, int attempts);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "Run of {Dataset} due at {ScheduledAt:O} ended with an error of ours")]
    public static partial void RunBroken(this ILogger logger, string dataset, DateTimeOffset scheduledAt, Exception exception);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Run of {Dataset} due at {ScheduledAt:O} was taken over by another daemon; its outcome here is dropped")]
    public static partial void ClaimLost(this ILogger logger, string dataset, DateTimeOffset scheduledAt);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "The lease of a run of {Dataset} could not be renewed yet")]
    public static partial void LeaseNotRenewed(this ILogger logger, string dataset, Exception exception);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "Run of {Dataset} due at {ScheduledAt:O} could not be given back; it is taken up when its lease has ended")]
    public static partial void NotReleased(this ILogger logger, string dataset, DateTimeOffset scheduledAt, Exception exception);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Information, Message = "Run of {Dataset} due at {ScheduledAt:O}: {Status}")]
    public static partial void RunFinished(this ILogger logger, string dataset, DateTimeOffset scheduledAt, Core.Runs.RunStatus status);

    [LoggerMessage(EventId = 3009, Level = LogLevel.Error, Message = "Scheduling stands still until the state store answers: {Problem}")]
    public static partial void TickFailed(this ILogger logger, string problem);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "The recurring job {Job} was switched off after failures and is registered again")]
    public static partial void RecurringJobRevived(this ILogger logger, string job);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Debug, Message = "The job library did not tick here since {Since:O}; ticked without it")]
    public static partial void TickedAlone(this ILogger logger, DateTimeOffset since);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Information, Message = "Definitions {Hash} are in force: {Datasets} datasets, {Checks} checks")]
    public static partial void CatalogInForce(this ILogger logger, string hash, int datasets, int checks);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Error, Message = "Changed definitions are wrong, the ones before stay in force: {Errors}")]
    public static partial void CatalogRefused(this ILogger logger, string errors);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Information, Message = "{Count} runs older than {Before:O} were removed")]
    public static partial void Pruned(this ILogger logger, long count, DateTimeOffset before);

    [LoggerMessage(EventId = 3015, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void StoreSilent(this ILogger logger, string problem);

    [LoggerMessage(EventId = 3016, Level = LogLevel.Error, Message = "The job storage did not answer; trying again")]
    public static partial void JobStorageSilent(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3017, Level = LogLevel.Warning, Message = "Some runs did not stop in time; they are taken over when their leases have ended")]
    public static partial void WorkersHang(this ILogger logger);

    [LoggerMessage(EventId = 3018, Level = LogLevel.Information, Message = "Run of {Dataset}: source {Source} was in passing trouble and answered at attempt {Attempts}")]
    public static partial void ScanRepeated(this ILogger logger, string dataset, string source, int attempts);

    [LoggerMessage(EventId = 3019, Level = LogLevel.Warning, Message = "Source {Source} does not say which tables it holds, those it named before stay in force: {Problem}")]
    public static partial void SourceUnlisted(this ILogger logger, string source, string problem);

    [LoggerMessage(EventId = 3020, Level = LogLevel.Warning, Message = "Run of {Dataset} was refused: {Reason}")]
    public static partial void RunRefused(this ILogger logger, string dataset, string reason);
}
