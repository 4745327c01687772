using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>What one column looked like in one run; a figure that makes no sense for the type, or was not measured, is <see langword="null"/>.</summary>
public sealed record ColumnProfile(
    string Column,
    long Rows,
    long Nulls,
    long? Distinct,
    double? Minimum,
    double? Maximum,
    double? Mean,
    double? StandardDeviation,
    double? Median,
    ValueList<TopValue> Top);
