using DataMonitor.Core.Calendars;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Definitions;

/// <summary>One watched table, view, query or set of files, with everything its owner wrote about it.</summary>
/// <param name="Name">Identity: <c>source/object</c>, unique in the catalog.</param>
/// <param name="Source">Name of the <see cref="SourceDefinition"/> that holds it.</param>
/// <param name="Object">What is read.</param>
/// <param name="Filter">SQL condition that every statement carries; <see langword="null"/> for all rows.</param>
/// <param name="TimeZone">IANA zone in which partitions, deadlines and timestamps without an offset are understood.</param>
/// <param name="Definition">File and line, for the status page and messages.</param>
public sealed record Dataset(
    string Name,
    string Source,
    DatasetObject Object,
    string Owner,
    Tier Tier,
    ValueList<string> Tags,
    string? Description,
    Uri? Runbook,
    Schedule? Schedule,
    Partition? Partition,
    string? Filter,
    string TimeZone,
    DatasetLimits Limits,
    AlertRules Alerts,
    ValueList<Check> Checks,
    Place Definition)
{
    /// <summary>Templates whose keys it took over, in the order in which it names them.</summary>
    public ValueList<string> Templates { get; init; } = [];

    /// <summary>What may be kept of rows that fail; <see langword="null"/>, the usual case, for nothing.</summary>
    public SampleRules? Samples { get; init; }

    /// <summary>The pattern under <c>for_each</c> that took it in; <see langword="null"/> when the definition names it.</summary>
    public string? Pattern { get; init; }
}

/// <summary>What a dataset's statements read from.</summary>
public abstract record DatasetObject;

/// <param name="Path">One to three identifiers as the catalog spells them: schema and table.</param>
public sealed record TableObject(ValueList<string> Path) : DatasetObject;

/// <param name="Sql">One SELECT, wrapped as a subquery; may hold <c>${partition.start}</c> and its kin.</param>
public sealed record QueryObject(string Sql) : DatasetObject;

/// <param name="Glob">Relative to the root of the source: <c>scores/dt=*/*.parquet</c>.</param>
public sealed record FilesObject(string Glob) : DatasetObject;

public enum Tier
{
    Low,
    Normal,
    High,
    Critical,
}

/// <summary>When a dataset is checked. Exactly one of <paramref name="Cron"/> and <paramref name="Every"/> is set, or neither when it runs only after its upstream.</summary>
/// <param name="Cron">Five fields, understood in <paramref name="TimeZone"/>.</param>
/// <param name="Every">At least one second; occurrences lie on whole multiples since the Unix epoch, so that every daemon computes the same ones.</param>
/// <param name="After">Names of datasets; the run starts when each has finished a run whose occurrence is at or after its own, or after <paramref name="Patience"/>.</param>
/// <param name="CatchUp">What happens to occurrences that nobody ran.</param>
/// <param name="Lateness">A scheduled run that could not start within this time is missed (unless catch-up takes it).</param>
public sealed record Schedule(string? Cron, TimeSpan? Every, string TimeZone, ValueList<string> After, CatchUp CatchUp, TimeSpan Lateness, TimeSpan Patience)
{
    /// <summary>Occurrences on other days, in <see cref="TimeZone"/>, are not due.</summary>
    public DayFilter Days { get; init; } = DayFilter.EveryDay;
}

public enum CatchUp
{
    /// <summary>The newest missed occurrence is run, older ones become missed rows.</summary>
    Latest,

    /// <summary>Every missed occurrence is run, oldest first, at most 100; the rest become missed rows.</summary>
    All,

    /// <summary>Missed occurrences become missed rows.</summary>
    Skip,
}

/// <param name="Column">Timestamp or date column that places a row in a partition.</param>
/// <param name="ReadyAfter">How long after its end a partition is taken as closed.</param>
public sealed record Partition(string Column, PartitionSpan By, TimeSpan ReadyAfter)
{
    /// <summary>How long after it closed a partition is measured again, at most ten ages.</summary>
    public ValueList<TimeSpan> Recheck { get; init; } = [];
}

public enum PartitionSpan
{
    Hour,
    Day,
    Week,
    Month,
}

/// <param name="Timeout">Limit of one statement on the source, 1 s to 1 h.</param>
public sealed record DatasetLimits(TimeSpan Timeout)
{
    public static DatasetLimits Default { get; } = new(TimeSpan.FromMinutes(5));

    /// <summary>What a day of runs may cost the source.</summary>
    public Budget Budget { get; init; } = Budget.None;
}

/// <param name="FireAfter">Consecutive bad results that open an incident, at least 1.</param>
/// <param name="ClearAfter">Consecutive good results that resolve it, at least 1.</param>
public sealed record AlertRules(int FireAfter, int ClearAfter, Severity? Severity)
{
    public static AlertRules Default { get; } = new(1, 1, null);
}

/// <summary>How loudly an incident is told.</summary>
public enum Severity
{
    Info,
    Minor,
    Major,
    Critical,
}
