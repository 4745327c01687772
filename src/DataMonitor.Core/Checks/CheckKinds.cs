using System.Collections.Immutable;

namespace DataMonitor.Core.Checks;

/// <summary>The one list of what owners may check. A new kind is one file and one line here.</summary>
public static class CheckKinds
{
    public static ImmutableArray<CheckKind> All { get; } = [];
}
