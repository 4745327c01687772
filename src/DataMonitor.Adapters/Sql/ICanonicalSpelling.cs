using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Sql;

/// <summary>A dialect that writes some canonical forms otherwise than <see cref="CanonicalSql"/> does.</summary>
internal interface ICanonicalSpelling
{
    /// <returns>The text of a value, NULL for NULL; <see langword="null"/> where the usual spelling does.</returns>
    /// <param name="column">The quoted name of <paramref name="value"/>.</param>
    /// <param name="decimals">For <see cref="CanonicalForm.Decimal"/>.</param>
    string? Spell(string column, CanonicalColumn value, int decimals);
}
