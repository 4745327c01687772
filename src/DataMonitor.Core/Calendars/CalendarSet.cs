using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Calendars;

/// <summary>The calendars of a catalog, by name.</summary>
/// <param name="Calendars">A name without a calendar stands for one that could not be read; its mistakes were told.</param>
/// <param name="IsWhole">Whether every file could be parsed; otherwise an unknown calendar may stand in one that could not.</param>
internal sealed record CalendarSet(ImmutableDictionary<string, Calendar?> Calendars, bool IsWhole)
{
    public static CalendarSet None { get; } = new(ImmutableDictionary<string, Calendar?>.Empty, IsWhole: true);

    /// <summary>Reads every calendar; two of one name are a mistake that names both places.</summary>
    public static CalendarSet Read(IEnumerable<DefinitionNode> files, bool isWhole, ReadContext context)
    {
        var read = NamedFiles.Read(files, CalendarReader.Key, node => CalendarReader.Read(node, context), ref isWhole, context);
        return new(read, isWhole);
    }
}
