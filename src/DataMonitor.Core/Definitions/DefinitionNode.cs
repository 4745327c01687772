using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary>A value as it stands in a file, with its place. Made by a reader of a file format, read by a <see cref="Shape{T}"/>.</summary>
public abstract record DefinitionNode(Place Place);

/// <param name="Text">The text without quotes and escapes; empty for a YAML null.</param>
/// <param name="IsQuoted">A quoted scalar is text, never a number, a truth value or null.</param>
public sealed record ScalarNode(Place Place, string Text, bool IsQuoted) : DefinitionNode(Place)
{
    /// <summary>An empty plain scalar, <c>~</c> or <c>null</c>: the key stands there without a value.</summary>
    public bool IsNull => !IsQuoted && Text is "" or "~" or "null";
}

public sealed record SequenceNode(Place Place, ImmutableArray<DefinitionNode> Items) : DefinitionNode(Place);

/// <param name="Entries">In the order of the file; keys are unique.</param>
public sealed record MappingNode(Place Place, ImmutableArray<MappingEntry> Entries) : DefinitionNode(Place);

public sealed record MappingEntry(string Key, Place KeyPlace, DefinitionNode Value);
