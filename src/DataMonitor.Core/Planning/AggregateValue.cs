using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Planning;

/// <summary>What a source answered to one <see cref="AggregateRequest"/>.</summary>
public abstract record AggregateValue;

/// <param name="Number">Finite, or <see langword="null"/> when there was nothing to aggregate.</param>
public sealed record NumberValue(double? Number) : AggregateValue;

/// <param name="Instant"><see langword="null"/> when there was nothing to aggregate.</param>
public sealed record InstantValue(DateTimeOffset? Instant) : AggregateValue;

/// <param name="Rows">Rows whose key has no NULL.</param>
/// <param name="Distinct">Different keys; <c>Rows - Distinct</c> rows repeat an earlier one.</param>
public sealed record DistinctValue(long Rows, long Distinct) : AggregateValue;

public sealed record SchemaValue(ValueList<ColumnSchema> Columns) : AggregateValue;

public sealed record TopValueList(ValueList<TopValue> Values) : AggregateValue;

public sealed record TopValue(string? Value, long Count);

public sealed record SketchValue(KeySketch Sketch) : AggregateValue;

public sealed record HistogramValue(Histogram Histogram) : AggregateValue;

/// <param name="Rows">As the source holds them, not masked.</param>
public sealed record SampledRows(ValueList<SampledRow> Rows) : AggregateValue;

/// <param name="Sums">One for each bucket that has rows.</param>
public sealed record BucketSums(ValueList<BucketSum> Sums) : AggregateValue;

public sealed record RowDigests(ValueList<RowDigest> Rows) : AggregateValue;

/// <summary>This figure could not be measured; others of the same run may stand.</summary>
/// <param name="Problem">What went wrong, without text of a library, row values or secrets: <c>Column 'emial' does not exist in shop.customers.</c></param>
/// <param name="Remedy">What to do: <c>Did you mean 'email'?</c></param>
public sealed record MeasureError(string Problem, string Remedy) : AggregateValue;

/// <param name="Type">Family that every engine maps its types to.</param>
/// <param name="NativeType">As the engine names it.</param>
/// <param name="IsNullable">As the table declares it; <see langword="null"/> where nothing is declared: views, queries, files.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, string NativeType, bool? IsNullable);

public enum ColumnType
{
    Other,
    Integer,
    Number,
    Text,
    Boolean,
    Date,
    Time,
    Timestamp,
    Binary,
    Json,
    Uuid,
}

/// <summary>All answers of one scan.</summary>
public sealed class Measurements(IReadOnlyDictionary<AggregateRequest, AggregateValue> values)
{
    public static Measurements None { get; } = new(ImmutableDictionary<AggregateRequest, AggregateValue>.Empty);

    /// <exception cref="KeyNotFoundException">The request was not planned: a check asked for what it did not name in its needs.</exception>
    public AggregateValue this[AggregateRequest request] => values[request];

    /// <returns><see langword="null"/> when it was not planned.</returns>
    public AggregateValue? Find(AggregateRequest request) => values.GetValueOrDefault(request);

    public double? Number(AggregateRequest request) => ((NumberValue)values[request]).Number;

    /// <summary>A count; no rows count 0.</summary>
    public long Count(AggregateRequest request) => (long)(Number(request) ?? 0);

    /// <returns><see langword="null"/> also when it could not be measured: for the wishes of a check.</returns>
    public double? NumberIfMeasured(AggregateRequest request) => (values[request] as NumberValue)?.Number;

    public DateTimeOffset? Instant(AggregateRequest request) => ((InstantValue)values[request]).Instant;

    public DistinctValue Distinct(AggregateRequest request) => (DistinctValue)values[request];

    public ValueList<ColumnSchema> Schema(AggregateRequest request) => ((SchemaValue)values[request]).Columns;

    public ValueList<TopValue> Top(AggregateRequest request) => ((TopValueList)values[request]).Values;
}
