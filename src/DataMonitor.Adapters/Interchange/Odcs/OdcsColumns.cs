using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>The properties of an object: types become its schema, demands become checks.</summary>
internal sealed class OdcsColumns(OdcsTable table, OdcsRules rules, OdcsNames names, ImportSession session)
{
    private readonly List<(string Column, string Type)> required = [];
    private readonly List<(string Column, decimal Position, Intake Property)> key = [];
    private readonly DatasetDraft draft = table.Draft;

    /// <param name="isOurs">Monitor wrote the object: columns without a type only bear checks.</param>
    public void Read(bool isOurs)
    {
        foreach (var property in table.Intake.Maps("properties"))
        {
            if ((property.Text("physicalName") ?? property.Text("name")) is { Length: > 0 } column)
            {
                property.Text("name");
                ReadProperty(property, column, isOurs);
            }
            else
            {
                property.Abandon("The property has no name.", "Write 'name:' in the contract.");
            }
        }

        AddKey();
        AddSchema();
    }

    /// <summary>A column whose values must stand in another one.</summary>
    public static void AddReference(Intake relationship, string column, string target, DatasetDraft draft, OdcsNames names, ImportSession session)
    {
        var type = relationship.Text("type");
        if (names.Reference(target) is not { } found)
        {
            relationship.Abandon($"{Sentences.Quoted(target)} is no column of this contract.", "Write 'exists_in: {in: source/table.column}' where both tables lie in one source.");
            return;
        }

        if (type is not (null or "foreignKey"))
        {
            relationship.Abandon($"{Sentences.Quoted(type)} is no kind of relationship that can be checked.", "Write 'type: foreignKey' in the contract.");
            return;
        }

        session.Add(
            draft,
            new("exists_in", column, ("in", Nodes.Text($"{session.Options.Source}/{found.Table.Target}.{ScalarQuery.Column(found.Column)}"))),
            relationship.Place,
            relationship.Path);
        relationship.Finish(OdcsReasons.Object);
    }

    private void ReadProperty(Intake property, string column, bool isOurs)
    {
        property.Carry("name", $"column {column}");
        property.Carry("physicalName", $"column {column}");
        property.Carry("id", $"column {column}");
        ReadType(property, column, isOurs);
        ReadNotes(property, column);
        AddWhenTrue("required", () => new("missing", column, []), "No value may be missing");
        AddWhenTrue("unique", () => new("unique", column, []), "No value may repeat");
        OdcsOptions.Read(property, column, draft, session);
        if (property.Flag("primaryKey") == true)
        {
            key.Add((column, property.Number("primaryKeyPosition") ?? -1, property));
        }
        else
        {
            property.Carry("primaryKey", "nothing is demanded");
            property.Carry("primaryKeyPosition", "nothing is demanded");
        }

        if (property.Flag("partitioned") == true)
        {
            property.LeaveOut("partitioned", "Where the source parts its data need not be what one run judges.", $"Write 'partition: {{column: {column}, by: day}}' where each run shall judge one day.");
            property.LeaveOut("partitionKeyPosition", "It goes with 'partitioned'.");
        }
        else
        {
            property.Carry("partitioned", "nothing is demanded");
            property.Carry("partitionKeyPosition", "nothing is demanded");
        }

        foreach (var relationship in property.Maps("relationships"))
        {
            if (relationship.Text("to") is { } target)
            {
                AddReference(relationship, column, target, draft, names, session);
            }
            else
            {
                relationship.Abandon("Only a reference to one column can be checked by 'exists_in'.", "Write a check 'sql' with a query that returns the rows without a match.");
            }
        }

        foreach (var rule in property.Maps("quality"))
        {
            rules.Read(rule, column);
        }

        property.Finish(OdcsReasons.Property);

        void AddWhenTrue(string demand, Func<DraftCheck> check, string words)
        {
            if (property.Flag(demand) == true)
            {
                session.Add(draft, check(), property.Node.Find(demand)!.Place, property.PathOf(demand));
            }
            else
            {
                property.Carry(demand, $"nothing is demanded ({words} would be)");
            }
        }
    }

    private void ReadType(Intake property, string column, bool isOurs)
    {
        var logical = property.Text("logicalType");
        var physical = property.Text("physicalType");
        var type = logical is not null ? OdcsTypes.OfLogical(logical) : physical is not null ? OdcsTypes.OfPhysical(physical) : "any";
        if (isOurs && logical is null && physical is null)
        {
            return;
        }

        if (type is null)
        {
            property.LeaveOut("logicalType", $"{Sentences.Quoted(logical!)} is no type of the standard.", "Write the type under 'schema: {required: …}'.");
        }

        if (draft.Part("query") is null || !isOurs)
        {
            required.Add((column, $"{type ?? "any"}?"));
        }

        property.Carry("logicalType", $"schema of {draft.Name}: {type}");
        if (logical is not null && type is not "any")
        {
            property.Carry("physicalType", $"schema of {draft.Name}: {type}, which leaves out length and scale");
        }
        else
        {
            property.Carry("physicalType", $"schema of {draft.Name}: {type}");
        }
    }

    private void ReadNotes(Intake property, string column)
    {
        string?[] notes = [property.Text("businessName"), property.Text("description")];
        if (notes.OfType<string>().Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } told)
        {
            draft.NoteColumn(column, string.Join(". ", told));
        }

        property.Carry("businessName", "comment");
        property.Carry("description", "comment");
    }

    /// <summary>The columns of the primary key together are unique and none is missing.</summary>
    private void AddKey()
    {
        string[] columns = [.. key.OrderBy(part => part.Position < 0 ? decimal.MaxValue : part.Position).Select(part => part.Column)];
        foreach (var (column, position, property) in key)
        {
            var place = property.Node.Find("primaryKey")!.Place;
            session.Add(draft, new("missing", column, []), place, property.PathOf("primaryKey"));
            session.Add(draft, columns is [var only] ? new("unique", only, []) : new("unique", null, ("columns", Nodes.Texts(columns))), place, property.PathOf("primaryKey"));
            property.Carry("primaryKeyPosition", string.Create(CultureInfo.InvariantCulture, $"place in the key: {position}"));
        }
    }

    private void AddSchema()
    {
        var block = draft.Schema;
        var missing = required.Where(column => block is null || !OdcsTypes.Requires(block, column.Column)).ToArray();
        if (missing.Length > 0)
        {
            session.Add(
                draft,
                new("schema", null, ("required", Nodes.Map(missing.Select(column => (column.Column, (DefinitionNode?)Nodes.Text(column.Type)))))),
                table.Intake.Place,
                table.Intake.PathOf("properties"));
        }
    }
}
