using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Sql;

/// <summary>Writes one statement: hands out placeholders, quotes names, contains owners' SQL. Not thread-safe; one a statement.</summary>
internal sealed class SqlWriter(SqlDialect dialect, SqlFrame frame)
{
    /// <summary>Rows that any statement may return; a limit is also what keeps the driver from splitting the text at semicolons, as it binds a parameter.</summary>
    public const long MostRows = 10_000;

    private readonly List<object> parameters = [];

    public SqlDialect Dialect => dialect;

    public SqlFrame Frame => frame;

    public string Column(string name) => dialect.Lexicon.Quote(name);

    public string Bind(object value) => dialect.Value(value, parameters);

    /// <returns>SQL of the owner, in parentheses on lines of its own.</returns>
    public string Own(string sql) => $"(\n{OwnerSql.Contain(sql, dialect.Lexicon, BindReference)}\n)";

    public string Relation(DatasetObject relation) => relation is QueryObject query ? $"{Own(query.Sql)} AS q" : dialect.Relation(relation);

    /// <returns>FROM and WHERE of the frame.</returns>
    /// <param name="source">What is read instead of the whole relation, such as a sample of it.</param>
    public string Rows(string? source = null, params IEnumerable<string?> conditions)
    {
        var window = frame.Window is { } part ? dialect.InWindow(Column(part.Column), part.Start, part.End, Bind) : null;
        var filter = frame.Plan.Dataset.Filter is { } condition ? Own(condition) : null;
        var all = new[] { window, filter }.Concat(conditions).OfType<string>().ToArray();
        var from = $"FROM {source ?? Relation(frame.Relation)}";
        return all.Length == 0 ? from : $"{from}\nWHERE {string.Join("\n  AND ", all)}";
    }

    /// <param name="isOrdered">Whether the text ends with ORDER BY.</param>
    public SqlText Finish(string sql, long mostRows = MostRows, bool isOrdered = false)
    {
        var text = dialect.Limit(sql, Bind(mostRows), isOrdered);
        return new(text, [.. parameters]);
    }

    private string BindReference(string name) => (name, frame.Plan.Window) switch
    {
        ("now", _) => Bind(frame.Plan.Now),
        ("partition.start", { } window) => Bind(window.Start),
        ("partition.end", { } window) => Bind(window.End),
        ("partition.start" or "partition.end", null) => throw new MeasureException(
            $"The SQL names ${{{name}}}, but the dataset has no partition.",
            "Add 'partition:' to the dataset, or use ${now}."),
        _ => throw new MeasureException($"The SQL names ${{{name}}}, which is not known.", "Known here: ${partition.start}, ${partition.end} and ${now}."),
    };
}
