using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Planning;

/// <summary>Everything to be measured of one dataset in one run, arranged so that it costs the least.</summary>
/// <param name="Window">Rows of the partition; <see langword="null"/> when the dataset has none.</param>
/// <param name="Statements">Those of class <see cref="StatementClass.Shared"/> first; independent of each other, so they may run at the same time.</param>
public sealed record ScanPlan(Dataset Dataset, PartitionWindow? Window, DateTimeOffset Now, ImmutableArray<ScanStatement> Statements)
{
    /// <returns>The request under which the plan holds it: without a partition both scopes are the whole table, measured once.</returns>
    public AggregateRequest Resolve(AggregateRequest request) => Window is null ? request with { Scope = CheckScope.Table } : request;
}

/// <summary>Requests that one statement answers. All have the same scope.</summary>
/// <param name="Requests">At least one; no request stands in two statements of a plan.</param>
public sealed record ScanStatement(StatementClass Class, CheckScope Scope, ImmutableArray<AggregateRequest> Requests);

/// <summary>Why requests travel together. One percentile in the shared statement would end its parallel execution (3.5 times the cost, measured).</summary>
public enum StatementClass
{
    /// <summary>From the engine's catalog, no scan.</summary>
    Catalog,

    /// <summary>Plain aggregates, one pass.</summary>
    Shared,

    Quantiles,
    Distinct,
    Orphans,
    Frequencies,
    Checksums,

    /// <summary>Reads the rows in an order or more than once, or computes so much for each that others would wait.</summary>
    Alone,

    /// <summary>A query of the owner.</summary>
    Own,

    /// <summary>Figures by the values of a column, all with the same segmentation and filter: one statement finds the largest values, one groups by them.</summary>
    Segments,
}

/// <summary>Rows with Start ≤ column &lt; End.</summary>
public sealed record PartitionWindow(string Column, DateTimeOffset Start, DateTimeOffset End);
