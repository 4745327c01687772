using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>One rule about a dataset: names what it needs measured, and says what the measurements mean. Immutable, compares by value.</summary>
public abstract record Check(CheckHeader Header)
{
    /// <summary>Everything that must be measured; the planner measures equal requests once.</summary>
    public abstract ValueList<AggregateRequest> Needs { get; }

    /// <summary>Turns measurements into what is judged. Called only when every need was measured without error.</summary>
    public abstract Observation Observe(Measurements measurements, ObservationContext context);

    /// <summary>What is expected when the owner wrote no <c>expect</c>; <see langword="null"/> when there is nothing to judge, as for a profile.</summary>
    public abstract Expectation? DefaultExpectation { get; }

    /// <summary>A request in the scope and under the filter of this check.</summary>
    protected AggregateRequest Request(Aggregate aggregate) => new(aggregate, Header.Filter, Header.Scope);
}

/// <summary>What every check has, whatever its kind.</summary>
/// <param name="Id">Unique in the dataset; its own or derived from kind, column and content.</param>
/// <param name="Kind">Key in the definition: <c>missing</c>.</param>
/// <param name="Name">What people call it; free to change.</param>
/// <param name="Filter"><c>where</c>: rows for which it is not true are not looked at.</param>
/// <param name="Expect">What the owner wrote, or <see langword="null"/> for the default of the kind.</param>
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
    Place Definition);

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
