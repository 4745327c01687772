using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using DataMonitor.Adapters.Interchange;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Yaml;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Interchange;

/// <summary>Samples, and what tests ask of an import.</summary>
internal static class InterchangeHarness
{
    /// <summary>Names such as <c>odcs/bookings.odcs.yaml</c>, and folders of files that belong together.</summary>
    public static string[] Samples { get; } = [.. Directory.GetFiles(Folder(), "*.y*ml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder(), file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string PathOf(string sample) => Path.Combine(Folder(), sample);

    public static ImportResult Run(string format, string path)
    {
        var result = Import.Run(ImportFormats.All.First(known => known.Key == format), path, new("warehouse", format == "odcs" ? null : "bi", format == "dbt" ? "analytics" : null), new TestSyntax());
        return result.Errors.Any(error => error.Remedy.Contains("--owner", StringComparison.Ordinal))
            ? Import.Run(ImportFormats.All.First(known => known.Key == format), path, new("warehouse", "bi"), new TestSyntax())
            : WithoutFolder(result);
    }

    /// <summary>Reads the files as the daemon does, with a source beside them.</summary>
    public static CatalogReading Validate(ImmutableArray<ImportedFile> files)
    {
        var errors = new List<DefinitionError>();
        var sources = new Core.Definitions.DefinitionFile("sources.yaml", DefinitionRole.Sources, YamlReader.Read("sources.yaml", "sources: {warehouse: {kind: postgres, host: db, database: x}}"u8, errors));
        var read = files.Select(file => new Core.Definitions.DefinitionFile(file.FileName, DefinitionRole.Dataset, YamlReader.Read(file.FileName, Encoding.UTF8.GetBytes(file.Content), errors))).ToArray();
        return new CatalogReader(new TestSyntax(), CheckKinds.All, [.. SourceKinds.All], []).Read([sources, .. read], errors);
    }

    public static MappingNode Parse(string path)
    {
        var errors = new List<DefinitionError>();
        var node = YamlReader.Read(Shown(path), File.ReadAllBytes(path), errors);
        errors.ShouldBeEmpty();
        return node.ShouldBeOfType<MappingNode>();
    }

    /// <returns>Keys that no item of the report speaks of, neither of the key itself nor of something around it.</returns>
    public static IEnumerable<string> Untold(DefinitionNode root, TransferReport report)
    {
        var places = report.Items.Select(item => (item.Place.Line, item.Place.Column)).ToHashSet();
        return Walk(root, isTold: false);

        bool IsTold(Place place) => places.Contains((place.Line, place.Column));

        // An item about a mapping speaks of the keys it was made of; the importer tells those it did not use.
        IEnumerable<string> Walk(DefinitionNode node, bool isTold) => node switch
        {
            MappingNode mapping => mapping.Entries.SelectMany(entry =>
                isTold || IsTold(entry.KeyPlace) || IsTold(entry.Value.Place) ? []
                : entry.Value is ScalarNode or MappingNode { Entries: [] } or SequenceNode { Items: [] } ? [$"{entry.KeyPlace}: {entry.Key}"]
                : Walk(entry.Value, isTold)),
            SequenceNode sequence => sequence.Items.SelectMany(item => IsTold(item.Place) ? [] : item is ScalarNode ? [$"{item.Place}"] : Walk(item, isTold)),
            _ => [],
        };
    }

    /// <summary>A block mapping's line that begins with a key, so that another key may stand above it.</summary>
    public static bool IsKeyLine(string[] lines, int line)
    {
        var text = lines[line].TrimStart();
        var open = lines[..line].Sum(before => before.Count(sign => sign is '{' or '[') - before.Count(sign => sign is '}' or ']'));
        return open == 0 && text.Length > 0 && text[0] is not ('-' or '#' or '{' or '[') && text.Contains(": ", StringComparison.Ordinal) && char.IsAsciiLetter(text[0])
            && !lines[..line].Any(before => before.TrimEnd().EndsWith('|'));
    }

    public static int Count(DefinitionNode node) => 1 + node switch
    {
        MappingNode mapping => mapping.Entries.Sum(entry => Count(entry.Value)),
        SequenceNode sequence => sequence.Items.Sum(Count),
        _ => 0,
    };

    /// <returns>The tree with another value in place of the n-th; the root stays.</returns>
    public static DefinitionNode Replace(DefinitionNode node, int at, DefinitionNode other)
    {
        if (at == 0)
        {
            return node is MappingNode ? node : other;
        }

        at--;
        switch (node)
        {
            case MappingNode mapping:
                return mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = Next(entry.Value) })] };
            case SequenceNode sequence:
                return sequence with { Items = [.. sequence.Items.Select(Next)] };
            default:
                return node;
        }

        DefinitionNode Next(DefinitionNode child)
        {
            var size = Count(child);
            var isHere = at >= 0 && at < size;
            var replaced = isHere ? at == 0 ? other : Replace(child, at, other) : child;
            at -= size;
            return replaced;
        }
    }

    private static string Shown(string path) => path.Replace('\\', '/');

    /// <summary>Golden files must not hold the path of this machine.</summary>
    private static ImportResult WithoutFolder(ImportResult result)
    {
        var folder = Folder().Replace('\\', '/') + "/";
        var report = new TransferReport();
        foreach (var item in result.Report.Items)
        {
            var place = item.Place with { File = item.Place.File.Replace(folder, "", StringComparison.Ordinal) };
            var path = item.Path.Replace(folder, "", StringComparison.Ordinal);
            switch (item.Fate)
            {
                case Fate.Carried:
                    report.Carry(place, path, item.Words);
                    break;
                case Fate.Changed:
                    report.Change(place, path, item.Words, item.Remedy);
                    break;
                default:
                    report.LeaveOut(place, path, item.Words, item.Remedy);
                    break;
            }
        }

        return result with { Report = report, Files = [.. result.Files.Select(file => file with { Content = file.Content.Replace(folder, "", StringComparison.Ordinal) })] };
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Samples");
}
