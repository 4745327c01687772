using System.Globalization;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>A dataset that is being put together. Every part is read by the very reader of definitions before it is taken in, so that the file is valid. Not thread-safe.</summary>
internal sealed class DatasetDraft(string name, Place origin, IDefinitionSyntax syntax)
{
    private const string Nobody = "nobody";
    private static readonly DatasetReader Reader = new(CheckKinds.All);
    private static readonly MappingNode AnyCheck = Nodes.Map(("checks", Nodes.Text("volume")));

    private readonly Dictionary<string, Check> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DefinitionNode> parts = new(StringComparer.Ordinal);
    private readonly Dictionary<DefinitionNode, string> comments = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> notes = [];
    private readonly List<DefinitionNode> checks = [];
    private readonly List<(string Column, List<DefinitionNode> Checks)> columns = [];
    private readonly Dictionary<string, string> columnNotes = new(StringComparer.Ordinal);
    private MappingNode? schema;

    public string Name => name;

    /// <summary>What stands after the name of the source: a table, as SQL names it.</summary>
    public string Target => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Where it was first met.</summary>
    public Place Origin => origin;

    /// <summary>Those taken in, without their places.</summary>
    public IEnumerable<Check> Checks => known.Values;

    public bool HasChecks => known.Count > 0;

    public string? Owner => (parts.GetValueOrDefault("owner") as ScalarNode)?.Text;

    /// <summary>A line of comment at the top of the file.</summary>
    public void Note(string text)
    {
        if (!notes.Contains(text, StringComparer.Ordinal))
        {
            notes.Add(text);
        }
    }

    /// <summary>A comment above a column; at the top of the file where the column has no check.</summary>
    public void NoteColumn(string column, string text) => columnNotes[column] = text;

    /// <returns>What stands below <c>schema:</c>.</returns>
    public MappingNode? Schema => schema;

    public DefinitionNode? Part(string key) => parts.GetValueOrDefault(key);

    /// <summary>Sets a key of the dataset: <c>owner</c>, <c>tags</c>, <c>schedule</c>.</summary>
    /// <returns>Why the value cannot stand there; then nothing was set.</returns>
    public DefinitionError? Set(string key, DefinitionNode value)
    {
        var before = parts.GetValueOrDefault(key);
        parts[key] = value;
        if (ProblemOf(AnyCheck) is not { } problem)
        {
            return null;
        }

        parts.Remove(key);
        if (before is not null)
        {
            parts[key] = before;
        }

        return problem;
    }

    public DefinitionError? ProblemOfName() => ProblemOf(AnyCheck);

    /// <summary>Takes a check in, under an id of its own where another one has its derived id already.</summary>
    /// <returns>Why it cannot stand, or its id. The same check twice is one.</returns>
    public (DefinitionError? Problem, string Id) Add(DraftCheck check, Place place)
    {
        string? stem = null;
        for (var number = 1; ; number++)
        {
            var (read, problem) = Read(check);
            if (read is null)
            {
                return (problem, "");
            }

            var id = read.Header.Id;
            if (!known.TryGetValue(id, out var twin))
            {
                known[id] = read;
                Place(check, place);
                return (null, id);
            }

            if (twin == read)
            {
                return (null, id);
            }

            stem ??= id;
            check = check with { Body = check.Body.Without("id").With("id", Nodes.Text(string.Create(CultureInfo.InvariantCulture, $"{stem}-{number + 1}"))) };
        }
    }

    /// <summary>Reads a check without taking it in.</summary>
    /// <returns>The check without its place, or what is wrong with it.</returns>
    public (Check? Check, DefinitionError? Problem) Read(DraftCheck check)
    {
        var list = Nodes.List([check.ToNode()]);
        var (dataset, errors) = Read(check switch
        {
            { Column: { } column } => Nodes.Map(("columns", Nodes.Map((column, list)))),
            { Kind: "schema" } => Nodes.Map(("schema", check.Body)),
            _ => Nodes.Map(("checks", list)),
        });
        return dataset is { Checks: [var read] } ? (read with { Header = read.Header with { Definition = default } }, null) : (null, errors[0]);
    }

    /// <param name="owner">Takes the place of what was read.</param>
    /// <returns>The file, ready for <c>monitor validate</c>.</returns>
    public string ToYaml(string owner)
    {
        string[] order = ["query", "owner", "tier", "tags", "description", "runbook", "schedule", "partition", "where", "vars", "limits", "alerts"];
        parts["owner"] = Nodes.Text(owner);
        var withColumns = columns.Select(column => (column.Column, (DefinitionNode?)Remarked(column.Column, Nodes.List(column.Checks))));
        var root = Nodes.Map(
        [
            ("dataset", Nodes.Text(name)),
            .. order.Select(key => (key, parts.GetValueOrDefault(key))),
            .. parts.Where(part => !order.Contains(part.Key, StringComparer.Ordinal)).Select(part => (part.Key, (DefinitionNode?)part.Value)),
            ("schema", schema),
            ("checks", checks.Count == 0 ? null : Nodes.List(checks)),
            ("columns", columns.Count == 0 ? null : Nodes.Map(withColumns)),
        ]);
        var lines = notes.Concat(columnNotes.Where(note => columns.TrueForAll(column => column.Column != note.Key)).Select(note => $"{note.Key}: {note.Value}"));
        return string.Concat(lines.Select(line => YamlWriter.Comment(line) + "\n")) + YamlWriter.Write(root, comments);
    }

    private SequenceNode Remarked(string column, SequenceNode list)
    {
        if (columnNotes.TryGetValue(column, out var note))
        {
            comments[list] = note;
        }

        return list;
    }

    private void Place(DraftCheck check, Place place)
    {
        var node = check.ToNode();
        comments[node] = place.ToString();
        if (check.Column is { } column)
        {
            var at = columns.FindIndex(known => known.Column == column);
            if (at < 0)
            {
                at = columns.Count;
                columns.Add((column, []));
            }

            columns[at].Checks.Add(node);
        }
        else if (check.Kind == "schema" && schema is null)
        {
            schema = check.Body;
        }
        else
        {
            checks.Add(node);
        }
    }

    private DefinitionError? ProblemOf(MappingNode content) => Read(content) is { Dataset: null, Errors: [var first, ..] } ? first : null;

    private (Dataset? Dataset, IReadOnlyList<DefinitionError> Errors) Read(MappingNode content)
    {
        var context = new ReadContext(syntax);
        var root = Nodes.Map(
        [
            ("dataset", Nodes.Text(name)),
            .. parts.Select(part => (part.Key, (DefinitionNode?)part.Value)),
            .. content.Entries.Select(entry => (entry.Key, (DefinitionNode?)entry.Value)),
        ]);
        var dataset = Reader.Read(root.With("owner", Nodes.Text(Nobody)), context).Dataset;
        return (context.Errors.Count == 0 ? dataset : null, context.Errors);
    }
}
