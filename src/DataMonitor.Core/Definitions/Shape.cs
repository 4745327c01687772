using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>What may stand at a place in a file. One object both reads it and describes itself as JSON Schema, so the two cannot drift apart.</summary>
/// <typeparam name="T">What the text means.</typeparam>
public abstract class Shape<T>
{
    /// <summary>Reads a node; a mistake goes to <paramref name="context"/> and reading goes on, so that all mistakes are told at once.</summary>
    /// <returns><see langword="false"/> when no value could be made; at least one error was then reported.</returns>
    public abstract bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out T value);

    /// <returns>A new JSON Schema (draft 2020-12 keywords) for editors.</returns>
    public abstract JsonObject ToSchema();
}
