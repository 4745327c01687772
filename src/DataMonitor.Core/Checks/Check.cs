using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>One rule about a dataset: names what it needs measured, and says what the measurements mean. Immutable, compares by value.</summary>
public abstract record Check(CheckHeader Header)
{
    /// <summary>Everything that must be measured; the planner measures equal requests once.</summary>
    public abstract ValueList<AggregateRequest> Needs { get; }

    /// <summary>What is measured too, but may fail without harm: the mean of a column that holds no numbers.</summary>
    public virtual ValueList<AggregateRequest> Wishes => [];

    /// <summary>What must be measured of another object too; <see langword="null"/> for every kind that looks at its dataset alone.</summary>
    public virtual Elsewhere? Elsewhere => null;

    /// <summary>Which rows it counts as bad; <see langword="null"/> for a kind that counts none.</summary>
    public virtual BadRows? Offenders => null;

    /// <summary>Turns measurements into what is judged. Called only when every need was measured without error.</summary>
    public abstract Observation Observe(Measurements measurements, ObservationContext context);

    /// <summary>What is expected when the owner wrote no <c>expect</c>; <see langword="null"/> when there is nothing to judge, as for a profile.</summary>
    public abstract Expectation? DefaultExpectation { get; }

    /// <summary>What is kept of columns beside the verdict; nothing for every kind but the profile.</summary>
    public virtual ValueList<ColumnProfile> Profiles(Measurements measurements) => [];

    /// <summary>A request in the scope and under the filter of this check.</summary>
    protected AggregateRequest Request(Aggregate aggregate) => new(aggregate, Header.Filter, Header.Scope);

    /// <returns>Which rows were looked at, as the end of a phrase: <c>on 2026-11-22</c>, <c>in the table that match the filter</c>.</returns>
    protected string Extent(ObservationContext context)
    {
        var rows = Header.Scope == CheckScope.Partition && context.Window is not null
            ? Display.Window(context.Window, context.TimeZone)
            : "in the table";
        return Header.Filter is null ? rows : $"{rows} that match the filter";
    }

    /// <summary>An observation of rows that break a rule: their share, and their count.</summary>
    /// <param name="phrase">What is wrong with them: <c>missing</c>.</param>
    protected static Observation BadRows(string label, string phrase, long bad, long rows)
    {
        var share = (double)bad / rows;
        var subject = $"{label}: {Display.Share(share)} {phrase} ({Display.Count(bad)} of {Display.Of(rows, MetricUnit.Rows)})";
        return new([new(MetricUnit.Share, share), new(MetricUnit.Rows, bad)], subject, FailedRows: bad, Rows: rows);
    }

    /// <summary>Fails on every bad row.</summary>
    protected static Expectation NoBadRows { get; } = new(null, new Comparison(ComparisonOperator.Equal, new(0, null)));
}

/// <summary>What every check has, whatever its kind.</summary>
/// <param name="Id">Unique in the dataset; its own or derived from kind, column and content.</param>
/// <param name="Kind">Key in the definition: <c>missing</c>.</param>
/// <param name="Name">What people call it; free to change.</param>
/// <param name="Filter"><c>where</c>: rows for which it is not true are not looked at.</param>
/// <param name="Expect">What the owner wrote, or <see langword="null"/> for the default of the kind.</param>
/// <param name="Per">Judged for each of the largest values of a column; <see langword="null"/> for all rows together. The planner adds it to what the check needs.</param>
public sealed record CheckHeader(
    string Id,
    string Kind,
    string Name,
    string? Column,
    Dimension Dimension,
    string? Filter,
    CheckScope Scope,
    Expectation? Expect,
    Severity? Severity,
    Place Definition,
    PerSegment? Per = null);

public enum CheckScope
{
    /// <summary>The partition just closed; the whole table where the dataset has no partition.</summary>
    Partition,

    Table,
}

/// <summary>Dimension of data quality (DAMA), a tag of every series.</summary>
public enum Dimension
{
    Accuracy,
    Completeness,
    Consistency,
    Timeliness,
    Uniqueness,
    Validity,
    Volume,
    Schema,
}
