using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Reconciliation;

/// <summary>A column whose values are written in a form that every engine writes alike.</summary>
/// <param name="Stored">How this side keeps it.</param>
/// <param name="Form">How it is written, the same on both sides.</param>
public sealed record CanonicalColumn(string Name, ColumnType Stored, CanonicalForm Form);

/// <summary>The text that stands for a value whatever the engine. NULL has a mark of its own, so it never equals the empty text.</summary>
public enum CanonicalForm
{
    /// <summary>As it is, letter by letter.</summary>
    Text,

    /// <summary>Digits, and '-' in front.</summary>
    Whole,

    /// <summary>The shortest decimal that reads as the number, rounded half away from zero to a fixed count of decimals: <c>-0.50</c>.</summary>
    Decimal,

    /// <summary><c>1</c> or <c>0</c>.</summary>
    Truth,

    /// <summary><c>2026-11-23</c>.</summary>
    Day,

    /// <summary>Whole microseconds since 1970 in UTC; without an offset it is understood in the zone of the dataset.</summary>
    Instant,

    /// <summary>In lower case.</summary>
    Uuid,
}

/// <summary>Which form makes two columns comparable.</summary>
public static class CanonicalForms
{
    /// <returns><see langword="null"/> when no form suits both.</returns>
    /// <remarks>An engine without a type for something keeps it as text or number, as SQLite does with instants and truth values: the other side says what is meant.</remarks>
    public static CanonicalForm? Of(ColumnType here, ColumnType there) => (here, there) switch
    {
        (ColumnType.Integer, ColumnType.Integer) => CanonicalForm.Whole,
        _ when IsNumber(here) && IsNumber(there) => CanonicalForm.Decimal,
        (ColumnType.Boolean, ColumnType.Boolean or ColumnType.Integer) or (ColumnType.Integer, ColumnType.Boolean) => CanonicalForm.Truth,
        (ColumnType.Date, ColumnType.Date) => CanonicalForm.Day,
        (ColumnType.Timestamp, ColumnType.Timestamp or ColumnType.Date) or (ColumnType.Date, ColumnType.Timestamp) => CanonicalForm.Instant,
        (ColumnType.Uuid, ColumnType.Uuid) => CanonicalForm.Uuid,
        (ColumnType.Text, ColumnType.Text) => CanonicalForm.Text,
        _ when IsUntyped(here) && !IsUntyped(there) => Alone(there),
        _ when IsUntyped(there) && !IsUntyped(here) => Alone(here),
        _ => null,
    };

    private static bool IsNumber(ColumnType type) => type is ColumnType.Integer or ColumnType.Number;

    private static bool IsUntyped(ColumnType type) => type == ColumnType.Text;

    /// <summary>What text may stand for.</summary>
    private static CanonicalForm? Alone(ColumnType type) => type switch
    {
        ColumnType.Date => CanonicalForm.Day,
        ColumnType.Timestamp => CanonicalForm.Instant,
        ColumnType.Uuid => CanonicalForm.Uuid,
        _ => null,
    };
}
