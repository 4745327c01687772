using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>One object of the contract: its columns, its keys and its rules.</summary>
internal sealed class OdcsObject(OdcsTable table, OdcsNames names, ImportSession session)
{
    private readonly DatasetDraft draft = table.Draft;
    private readonly Intake intake = table.Intake;

    public void Read()
    {
        intake.Carry("name", $"dataset {draft.Name}");
        intake.Carry("physicalName", $"dataset {draft.Name}");
        intake.Carry("id", $"dataset {draft.Name}");
        ReadPhysicalType();
        OdcsParts.SetTags(table, intake.List("tags"), intake.PathOf("tags"));
        var isOurs = OdcsExtension.Read(intake, draft);
        var rules = new OdcsRules(table, session);
        foreach (var rule in intake.Maps("quality"))
        {
            rules.Read(rule, column: null);
        }

        new OdcsColumns(table, rules, names, session).Read(isOurs);
        foreach (var relationship in intake.Maps("relationships"))
        {
            ReadRelationship(relationship);
        }

        intake.Finish(OdcsReasons.Object);
    }

    private void ReadPhysicalType()
    {
        if (intake.Text("physicalType") is not { } type)
        {
            return;
        }

        if (type.ToUpperInvariant() is "TABLE" or "VIEW" or "MATERIALIZED VIEW" or "MATERIALIZED_VIEW" or "QUERY")
        {
            intake.Carry("physicalType", $"dataset {draft.Name}");
        }
        else
        {
            intake.Change("physicalType", $"{Sentences.Quoted(type)} is read as a table of the source.", "Name the dataset as the source knows it, for files by a path such as lake/orders/*.parquet.");
        }
    }

    private void ReadRelationship(Intake relationship)
    {
        var from = relationship.List("from").Texts() ?? [];
        var to = relationship.List("to").Texts() ?? [];
        if (from is not [var source] || to is not [var target])
        {
            relationship.Abandon("Only a reference of one column to one column can be checked by 'exists_in'.", "Write a check 'sql' with a query that returns the rows without a match.");
            return;
        }

        if (names.Reference(source) is not { } left || left.Table != table.Name)
        {
            relationship.Abandon($"{Sentences.Quoted(source)} is no column of this object.", "Write table.column as the contract names them.");
            return;
        }

        OdcsColumns.AddReference(relationship, left.Column, target, draft, names, session);
    }
}
