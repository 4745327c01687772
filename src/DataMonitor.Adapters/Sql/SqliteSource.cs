using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Sql;

/// <param name="Path">The database file; relative to the folder the program runs in.</param>
internal sealed record SqliteSource(SourceHeader Header, string Path) : SourceDefinition(Header)
{
    private static readonly Field<string> PathField = new("path", Shapes.Text, "The database file: data/shop.db.", isRequired: true);

    public static SourceKind Kind { get; } = new("sqlite", "A SQLite database file, opened read-only.", [PathField], (header, values) => new SqliteSource(header, values.Get(PathField)!));
}
