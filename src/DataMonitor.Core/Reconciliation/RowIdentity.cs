using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>What makes rows comparable on one side: the key that finds a row, and the columns that must agree.</summary>
/// <param name="Key">At least one.</param>
/// <param name="Columns">May be empty: then only the keys are compared.</param>
/// <param name="Decimals">0 to 12, for <see cref="CanonicalForm.Decimal"/>.</param>
public sealed record RowIdentity(ValueList<CanonicalColumn> Key, ValueList<CanonicalColumn> Columns, int Decimals);
