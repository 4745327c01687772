using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Calendars;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Definitions;

/// <summary>Makes a catalog of parsed files: reads every one, then looks whether they fit together. Pure.</summary>
public sealed class CatalogReader(
    IDefinitionSyntax syntax,
    ImmutableArray<CheckKind> checkKinds,
    ImmutableArray<SourceKind> sourceKinds,
    ImmutableArray<ChannelKind> channelKinds)
{
    private const int MostErrorsInAFile = 100;

    /// <param name="files">All of them, in the order in which mistakes are told.</param>
    /// <param name="unreadable">Mistakes that kept files from being parsed.</param>
    public CatalogReading Read(IReadOnlyCollection<DefinitionFile> files, IEnumerable<DefinitionError> unreadable)
    {
        var context = new ReadContext(syntax);
        var sources = ReadSources(files, context);
        var alerts = new AlertsReader(channelKinds).Read(Parsed(files, DefinitionRole.Alerts), IsParsed(files, DefinitionRole.Alerts), context);

        var reader = new DatasetReader(checkKinds);
        var below = Parsed(files, DefinitionRole.Dataset).ToLookup(KindOf, StringComparer.Ordinal);
        var isWhole = IsParsed(files, DefinitionRole.Dataset);
        var inside = new ReadContext(syntax)
        {
            Sources = sources.Declared,
            Templates = TemplateSet.Read(below[TemplateReader.Key], reader.Templates, isWhole, context),
            Calendars = CalendarSet.Read(below[CalendarReader.Key], isWhole, context),
        };
        var datasets = ReadDatasets(below[""], reader, inside);
        DatasetLinks.Check(datasets, isWhole, inside);
        if (isWhole)
        {
            inside.Templates.WarnOfUnused(datasets, inside);
        }

        datasets = OtherSideLinks.Linked(datasets, inside);
        var errors = Bounded([.. unreadable, .. context.Errors, .. inside.Errors]);
        ImmutableArray<DefinitionError> warnings = [.. context.Warnings.Concat(inside.Warnings).OrderBy(warning => warning.Place)];
        return errors.IsEmpty
            ? new(
                new(
                    datasets.Select(read => read.Dataset).OfType<Dataset>().ToImmutableSortedDictionary(dataset => dataset.Name, dataset => dataset, StringComparer.Ordinal),
                    sources.Sources.ToImmutableDictionary(source => source.Name, StringComparer.Ordinal),
                    alerts,
                    CanonicalText.Hash(files.Select(file => file.Content!)))
                {
                    Patterns = [.. datasets.Select(read => read.Pattern).OfType<DatasetPattern>()],
                },
                [],
                warnings)
            : new(null, errors, warnings);
    }

    private static DatasetReading[] ReadDatasets(IEnumerable<DefinitionNode> nodes, DatasetReader reader, ReadContext context)
    {
        var readings = new List<DatasetReading>();
        var (errors, warnings) = (new List<(string, DefinitionError)>(), new List<(string, DefinitionError)>());
        foreach (var node in nodes)
        {
            var apart = context.Apart();
            var reading = reader.Read(node, apart);
            var name = reading.Name?.Text ?? node.Place.File;
            errors.AddRange(apart.Errors.Select(error => (name, error)));
            warnings.AddRange(apart.Warnings.Select(warning => (name, warning)));
            readings.Add(reading);
        }

        foreach (var error in SharedMistakes.Told(errors, context.Templates))
        {
            context.Report(error.Place, error.Problem, error.Remedy);
        }

        foreach (var warning in SharedMistakes.Told(warnings, context.Templates))
        {
            context.Warn(warning.Place, warning.Problem, warning.Remedy);
        }

        return [.. readings];
    }

    /// <returns>The key that says what a file below <c>checks/</c> defines; nothing for a dataset.</returns>
    private static string KindOf(DefinitionNode node) =>
        (node as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key is TemplateReader.Key or CalendarReader.Key)?.Key ?? "";

    private SourcesReading ReadSources(IReadOnlyCollection<DefinitionFile> files, ReadContext context)
    {
        var parsed = Parsed(files, DefinitionRole.Sources);
        foreach (var second in parsed.Skip(1))
        {
            context.Report(second.Place with { Line = 0, Column = 0 }, $"There is a second file of sources beside {parsed[0].Place.File}.", "Put all sources into one file.");
        }

        return parsed is [var only, ..]
            ? new SourcesReader(sourceKinds).Read(only, context)
            : new([], IsParsed(files, DefinitionRole.Sources) ? ImmutableDictionary<string, ObjectForm?>.Empty : null);
    }

    private static bool IsParsed(IEnumerable<DefinitionFile> files, DefinitionRole role) => files.All(file => file.Role != role || file.Content is not null);

    private static DefinitionNode[] Parsed(IEnumerable<DefinitionFile> files, DefinitionRole role) =>
        [.. files.Where(file => file.Role == role).Select(file => file.Content).OfType<DefinitionNode>()];

    private static ImmutableArray<DefinitionError> Bounded(IReadOnlyCollection<DefinitionError> errors) =>
        [.. errors.Order(Comparer<DefinitionError>.Create((left, right) => left.Place.CompareTo(right.Place)))
            .GroupBy(error => error.Place.File, StringComparer.Ordinal)
            .SelectMany(file => file.Take(MostErrorsInAFile).Concat(file.Skip(MostErrorsInAFile).Take(1).Select(next =>
                new DefinitionError(next.Place, $"The file has {file.Count() - MostErrorsInAFile} more mistakes.", "Mend those above first."))))];
}

/// <param name="Path">As the user knows it.</param>
/// <param name="Content"><see langword="null"/> when it could not be parsed.</param>
public sealed record DefinitionFile(string Path, DefinitionRole Role, DefinitionNode? Content);

public enum DefinitionRole
{
    Dataset,
    Sources,
    Alerts,
}
