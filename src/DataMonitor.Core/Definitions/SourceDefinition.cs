using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary>A place where data lives, as <c>checks/sources.yaml</c> states it. Each engine derives its own record with its settings.</summary>
public abstract record SourceDefinition(SourceHeader Header)
{
    public string Name => Header.Name;
}

/// <summary>What every source has, whatever its engine.</summary>
/// <param name="Name">Unique; the part of a dataset's name before the first slash.</param>
/// <param name="Kind">Key of the engine: <c>postgres</c>, <c>sqlite</c>, <c>files</c>.</param>
/// <param name="MaxConcurrency">Statements at once on this source, at least 1.</param>
/// <param name="Timeout">Limit of one statement; a dataset may set a lower one.</param>
public sealed record SourceHeader(string Name, string Kind, int MaxConcurrency, TimeSpan Timeout, Place Definition)
{
    /// <summary>What a day of runs of all its datasets may cost.</summary>
    public Budget Budget { get; init; } = Budget.None;
}

/// <summary>An engine as owners write it in <c>sources.yaml</c>: its key, its own keys beside the common ones, and how it is read.</summary>
/// <param name="Objects">How a dataset's name after the slash is understood.</param>
public sealed record SourceKind(
    string Key,
    string Summary,
    ImmutableArray<Field> Fields,
    Func<SourceHeader, FieldValues, SourceDefinition?> Read,
    ObjectForm Objects = ObjectForm.Table);

/// <summary>What stands after the first slash of a dataset's name.</summary>
public enum ObjectForm
{
    /// <summary>One to three identifiers: <c>crm.customers</c>.</summary>
    Table,

    /// <summary>A path or pattern below the root of the source: <c>scores/dt=*/*.parquet</c>.</summary>
    Files,
}

/// <summary>A value that must never be shown. <see cref="ToString"/> gives three asterisks; only the adapter that connects calls <see cref="Reveal"/>.</summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    public string Reveal() => value;

    public bool Equals(Secret? other) => other is not null && string.Equals(value, other.Reveal(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => string.GetHashCode(value, StringComparison.Ordinal);

    public override string ToString() => "***";
}
