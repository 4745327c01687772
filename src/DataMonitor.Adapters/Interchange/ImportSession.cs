using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>One import: what was asked for, the datasets found so far, the report and the mistakes that stop it. Not thread-safe.</summary>
internal sealed class ImportSession(ImportOptions options, IDefinitionSyntax syntax)
{
    /// <summary>More than that in one import is a mistake of the person who typed the path.</summary>
    public const int MostDatasets = 5_000;

    private readonly Dictionary<string, DatasetDraft> drafts = new(StringComparer.Ordinal);
    private readonly List<DefinitionError> errors = [];

    public ImportOptions Options => options;

    public TransferReport Report { get; } = new();

    public IReadOnlyList<DefinitionError> Errors => errors;

    /// <summary>In the order in which they were met.</summary>
    public IEnumerable<DatasetDraft> Drafts => drafts.Values;

    public void Fail(Place place, string problem, string remedy) => errors.Add(new(place, problem, remedy));

    /// <param name="target">A table as the source spells it, with its schema where it has one, or the name of a query.</param>
    /// <param name="query">One SELECT that is watched in place of a table.</param>
    /// <returns>The draft of the dataset, the same for the same name; <see langword="null"/> when it cannot be a dataset, which was then told.</returns>
    public DatasetDraft? DraftOf(string target, Place place, string path, DefinitionNode? query = null)
    {
        var name = $"{options.Source}/{target}";
        if (drafts.TryGetValue(name, out var known))
        {
            return known;
        }

        if (drafts.Count >= MostDatasets)
        {
            Fail(place, $"There are more than {MostDatasets} datasets.", "Import them in several parts.");
            return null;
        }

        var draft = new DatasetDraft(name, place, syntax);
        if ((query is null ? draft.ProblemOfName() : draft.Set("query", query)) is { } problem)
        {
            Report.LeaveOut(place, path, problem.Problem, problem.Remedy);
            return null;
        }

        return drafts[name] = draft;
    }

    /// <returns>A table with the schema that was asked for, where it names none itself.</returns>
    public string Qualified(string table, string? schema = null) =>
        (options.Schema ?? schema) is { Length: > 0 } prefix && !table.AsSpan().ContainsAny("./*") ? $"{prefix}.{table}" : table;

    /// <summary>Adds a check and tells what became of it.</summary>
    /// <param name="how">A sentence where it does not mean quite the same; <see langword="null"/> when it does.</param>
    public void Add(DatasetDraft draft, DraftCheck check, Place place, string path, string? how = null, string? instead = null)
    {
        var (problem, id) = draft.Add(check, place);
        if (problem is not null)
        {
            Report.LeaveOut(place, path, $"As check '{check.Kind}' it cannot stand: {problem.Problem}", problem.Remedy);
        }
        else if (how is not null)
        {
            Report.Change(place, path, $"Now check '{id}' of {draft.Name}: {how}", instead);
        }
        else
        {
            Report.Carry(place, path, $"check '{id}' of {draft.Name}");
        }
    }
}

/// <param name="Source">Name of the source in sources.yaml that holds the tables.</param>
/// <param name="Owner">Takes the place of what the files say; needed where they say nothing.</param>
/// <param name="Schema">Stands in front of tables that name none.</param>
internal sealed record ImportOptions(string Source, string? Owner = null, string? Schema = null);
