using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Commands;

/// <summary>Mistakes as people read them: the place alone on its line, so that editors and terminals can jump to it.</summary>
internal static class Problems
{
    private const int MostShown = 200;

    public static string Text(ImmutableArray<DefinitionError> errors)
    {
        var lines = errors.Take(MostShown).Select(One).ToList();
        if (errors.Length > MostShown)
        {
            lines.Add($"{errors.Length - MostShown} more are not shown.");
        }

        lines.Add(errors.Length == 1 ? "1 mistake." : $"{errors.Length} mistakes.");
        return string.Join('\n', lines);
    }

    public static string One(DefinitionError error) => $"{error.Place}\n  {error.Problem}\n  {error.Remedy}";
}
