using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Planning;

/// <summary>One figure a source can be asked for. A closed set: a renderer handles every one, a test holds that.</summary>
public abstract record Aggregate;

/// <summary>Number of rows. Gives a <see cref="NumberValue"/>.</summary>
public sealed record RowCount : Aggregate;

/// <summary>Rows for which <paramref name="Predicate"/> is true. Gives a <see cref="NumberValue"/>.</summary>
public sealed record MatchCount(RowPredicate Predicate) : Aggregate;

/// <summary>Smallest value, NULL and NaN aside. Gives a <see cref="NumberValue"/>.</summary>
public sealed record Minimum(string Column) : Aggregate;

/// <summary>Largest value, NULL and NaN aside. Gives a <see cref="NumberValue"/>.</summary>
public sealed record Maximum(string Column) : Aggregate;

/// <summary>Sum of the values, <see langword="null"/> without any. Gives a <see cref="NumberValue"/>.</summary>
public sealed record Sum(string Column) : Aggregate;

/// <summary>Arithmetic mean of the values. Gives a <see cref="NumberValue"/>.</summary>
public sealed record Mean(string Column) : Aggregate;

/// <summary>Sample standard deviation (divisor n − 1), <see langword="null"/> below two values. Gives a <see cref="NumberValue"/>.</summary>
public sealed record StandardDeviation(string Column) : Aggregate;

/// <summary>Newest instant of a timestamp or date column. Gives an <see cref="InstantValue"/>.</summary>
public sealed record Newest(string Column) : Aggregate;

/// <summary>Oldest instant of a timestamp or date column. Gives an <see cref="InstantValue"/>.</summary>
public sealed record Oldest(string Column) : Aggregate;

/// <summary>Longest time in seconds from the instant in <paramref name="Since"/> to the one in <paramref name="Column"/>; rows that lack either are left out. Gives a <see cref="NumberValue"/>.</summary>
public sealed record LongestDelay(string Column, string Since) : Aggregate;

/// <summary>Correlation coefficient of Pearson over the rows that have both numbers; <see langword="null"/> below two of them, or where one column is constant. Gives a <see cref="NumberValue"/>.</summary>
public sealed record Correlation(string Column, string Other) : Aggregate;

/// <summary>Longest text in characters. Gives a <see cref="NumberValue"/>.</summary>
public sealed record LongestText(string Column) : Aggregate;

/// <summary>Shortest text in characters. Gives a <see cref="NumberValue"/>.</summary>
public sealed record ShortestText(string Column) : Aggregate;

/// <summary>Mean length of the texts in characters. Gives a <see cref="NumberValue"/>.</summary>
public sealed record MeanLength(string Column) : Aggregate;

/// <summary>The least MD5 hash of the values' texts in each register of a <see cref="KeySketch"/>. Gives a <see cref="SketchValue"/>.</summary>
public sealed record KeyMinima(string Column) : Aggregate;

/// <summary>Numbers and their sums between fixed edges, infinities and NaN aside. Gives a <see cref="HistogramValue"/>.</summary>
/// <param name="Edges">Ascending, at least one.</param>
public sealed record HistogramCounts(string Column, ValueList<double> Edges) : Aggregate;

/// <summary>Exact lower empirical quantile (the value at rank ⌈n·q⌉). Gives a <see cref="NumberValue"/>.</summary>
/// <param name="Q">In (0, 1).</param>
public sealed record Quantile(string Column, double Q) : Aggregate;

/// <summary>How many rows and how many different keys. Rows with a NULL in any key column are left out. Gives a <see cref="DistinctValue"/>.</summary>
public sealed record Distinctness(ValueList<string> Columns) : Aggregate;

/// <summary>How many rows and how many different rows, all columns taken together; two NULLs are equal. Gives a <see cref="DistinctValue"/>.</summary>
public sealed record DistinctRows : Aggregate;

/// <summary>Rows whose number breaks the order against the row before it, rows being ordered by <paramref name="By"/>, equal ones so that they break nothing; rows without either are left out. Gives a <see cref="NumberValue"/>.</summary>
/// <param name="By">The column that orders the rows.</param>
/// <param name="Order">How the numbers must run.</param>
public sealed record OutOfOrder(string Column, string By, RunningOrder Order) : Aggregate;

/// <summary>Rows whose value stands in no row of another object of the same source; NULL is no orphan. Gives a <see cref="NumberValue"/>.</summary>
public sealed record Orphans(string Column, DatasetObject Reference, string ReferenceColumn) : Aggregate;

/// <summary>An aggregate expression of the owner. Gives a <see cref="NumberValue"/>.</summary>
public sealed record OwnExpression(string Sql) : Aggregate;

/// <summary>Rows that a query of the owner returns. Gives a <see cref="NumberValue"/>.</summary>
public sealed record OwnQueryRows(string Sql) : Aggregate;

/// <summary>Columns and their types, from the engine's catalog. Gives a <see cref="SchemaValue"/>.</summary>
public sealed record Columns : Aggregate;

/// <summary>The most frequent values with their counts, ties in ordinal order. Gives a <see cref="TopValue"/> list.</summary>
/// <param name="Limit">1 to 1,000.</param>
public sealed record TopValues(string Column, int Limit) : Aggregate;

/// <summary>A few rows that a check counts as bad. Gives <see cref="SampledRows"/>, which must not be shown as they are.</summary>
/// <param name="Limit">1 to 100.</param>
public sealed record RowSample(BadRows Rows, ValueList<string> Columns, int Limit) : Aggregate;

/// <summary>Hashes of rows added up by bucket. Gives <see cref="BucketSums"/>.</summary>
public sealed record RowChecksums(RowIdentity Rows, BucketSplit Split) : Aggregate;

/// <summary>Hashes of the rows in some buckets, one by one. Gives <see cref="RowDigests"/>.</summary>
/// <param name="Split">Its parents are meant.</param>
public sealed record RowHashes(RowIdentity Rows, BucketSplit Split) : Aggregate;

/// <summary>A condition on one row that an engine evaluates. Unknown (NULL) counts as not true.</summary>
public abstract record RowPredicate;

/// <param name="Sql">A condition of the owner.</param>
public sealed record OwnCondition(string Sql) : RowPredicate;

public sealed record IsMissing(string Column) : RowPredicate;

/// <summary>The value's text is one of <paramref name="Values"/>.</summary>
public sealed record IsOneOf(string Column, ValueList<string> Values) : RowPredicate;

/// <summary>The text contains a match of a regular expression in the portable subset that every engine reads alike (see the documentation of <c>invalid</c>).</summary>
public sealed record IsMatch(string Column, string Pattern) : RowPredicate;

/// <summary>The number lies in [Low, High]; an open end is <see langword="null"/>.</summary>
public sealed record IsInRange(string Column, double? Low, double? High) : RowPredicate;

/// <summary>The text has [Low, High] characters; an open end is <see langword="null"/>.</summary>
public sealed record HasLength(string Column, int? Low, int? High) : RowPredicate;

/// <summary>The instant in <paramref name="Column"/> is more than a number of seconds after the one in <paramref name="Since"/>.</summary>
public sealed record IsLaterBy(string Column, string Since, double Seconds) : RowPredicate;

/// <summary>The instant lies at or before the instant of measuring.</summary>
public sealed record IsNotInFuture(string Column) : RowPredicate;

/// <summary>The digits of a text agree with its check digits. True or false, never an error, whatever the text holds: of a text that is not of the form of the scheme it says nothing, so ask for the form too.</summary>
public sealed record HasCheckDigits(string Column, CheckDigits Scheme) : RowPredicate;

/// <summary>The text is JSON (RFC 8259), be it a single number.</summary>
public sealed record IsJson(string Column) : RowPredicate;

public sealed record Not(RowPredicate Predicate) : RowPredicate;

public sealed record AllOf(ValueList<RowPredicate> Predicates) : RowPredicate;

public sealed record AnyOf(ValueList<RowPredicate> Predicates) : RowPredicate;

/// <summary>What is to be measured, over which rows. Its equality is the identity by which measurements are shared.</summary>
/// <param name="Filter">Condition of the check; <see langword="null"/> for all rows in scope.</param>
/// <param name="Per">Measured for each segment, giving a <see cref="SegmentedValue"/>; <see langword="null"/> for all rows together.</param>
public sealed record AggregateRequest(Aggregate Aggregate, string? Filter, CheckScope Scope, Segmentation? Per = null);

/// <summary>How numbers run from row to row.</summary>
public enum RunningOrder
{
    /// <summary>None is smaller than the one before.</summary>
    Increasing,

    /// <summary>Each is larger than the one before.</summary>
    StrictlyIncreasing,

    /// <summary>None is larger than the one before.</summary>
    Decreasing,

    /// <summary>Each is smaller than the one before.</summary>
    StrictlyDecreasing,
}

/// <summary>A scheme of check digits.</summary>
public enum CheckDigits
{
    /// <summary>ISO/IEC 7812-1 annex B: every second digit from the right doubled, the sum of digits a multiple of 10. Up to 19 digits.</summary>
    Luhn,

    /// <summary>ISO 7064 MOD 97-10 as IBAN uses it (ISO 13616): the first four characters moved to the end, letters as 10 to 35, the remainder by 97 is 1. Up to 34 characters.</summary>
    Iban,
}
