using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>A model, seed or snapshot, or a table of a source: a dataset with its tests.</summary>
internal sealed class DbtResource(Intake intake, DbtNames names, ImportSession session)
{
    private static readonly string[] TestKeys = ["tests", "data_tests"];

    public void ReadModel()
    {
        if (intake.Text("name") is { Length: > 0 } name && session.DraftOf(names.Model(name), intake.Place, intake.Path) is { } draft)
        {
            intake.Carry("alias", $"dataset {draft.Name}");
            Read(draft);
            DbtFreshness.Add(intake, [], draft, session); // models may have freshness since dbt 1.10
            Finish(draft);
        }
        else
        {
            AbandonNameless();
        }
    }

    /// <param name="inherited">Freshness that the source states for all its tables.</param>
    public void ReadTable(string source, IReadOnlyList<MappingNode> inherited)
    {
        if (intake.Text("name") is { Length: > 0 } name && session.DraftOf(names.Table(source, name), intake.Place, intake.Path) is { } draft)
        {
            intake.Carry("identifier", $"dataset {draft.Name}");
            Read(draft);
            DbtFreshness.Add(intake, inherited, draft, session);
            Finish(draft);
        }
        else
        {
            AbandonNameless();
        }
    }

    private void AbandonNameless()
    {
        if (intake.Report.Items is not [.., { } last] || last.Place != intake.Place)
        {
            intake.Abandon("It has no name.", "Write 'name:'.");
        }
    }

    private void Read(DatasetDraft draft)
    {
        draft.Note($"Imported from {intake.Place.File}, a property file of dbt.");
        intake.Carry("name", $"dataset {draft.Name}");
        if (intake.Text("description") is { Length: > 0 } description)
        {
            SetDescription(draft, description);
        }

        foreach (var key in TestKeys)
        {
            ReadTests(intake, key, draft, column: null);
        }

        foreach (var column in intake.Maps("columns"))
        {
            if (column.Text("name") is { Length: > 0 } name)
            {
                ReadColumn(column, name, draft);
            }
            else
            {
                column.Abandon("The column has no name.", "Write 'name:'.");
            }
        }
    }

    private void SetDescription(DatasetDraft draft, string description)
    {
        if (description.Contains("{{", StringComparison.Ordinal))
        {
            intake.LeaveOut("description", "Its text stands in another file of dbt.", "Write it under 'description:'.");
        }
        else
        {
            draft.Set("description", Nodes.Text(description.Trim().Replace("${", "$ {", StringComparison.Ordinal)));
            intake.Carry("description", "description");
        }
    }

    private void ReadColumn(Intake column, string name, DatasetDraft draft)
    {
        column.Carry("name", $"column {name}");
        if (column.Text("description") is { Length: > 0 } description && !description.Contains("{{", StringComparison.Ordinal))
        {
            draft.NoteColumn(name, description);
            column.Carry("description", "comment");
        }
        else
        {
            column.LeaveOut("description", "Its text stands in another file of dbt.", "Leave it with dbt.");
        }
        foreach (var key in TestKeys)
        {
            ReadTests(column, key, draft, name);
        }

        column.Finish(DbtReasons.Column);
    }

    private void ReadTests(Intake owner, string key, DatasetDraft draft, string? column)
    {
        var tests = owner.List(key);
        for (var index = 0; index < tests.Count; index++)
        {
            DbtTest.Read(tests[index], $"{owner.PathOf(key)}/{index}", draft, column, names, session);
        }
    }

    private void Finish(DatasetDraft draft)
    {
        SetTags(intake, draft);
        SetOwner(intake, draft);
        if (intake.Map("config") is { } config)
        {
            SetTags(config, draft);
            SetOwner(config, draft);
            config.Carry("alias", $"dataset {draft.Name}");
            config.Carry("enabled", "nothing is demanded");
            config.Take("freshness");
            config.Take("loaded_at_field");
            config.Finish(DbtReasons.Config);
        }

        intake.Finish(DbtReasons.Resource);
    }

    private static void SetTags(Intake from, DatasetDraft draft)
    {
        foreach (var node in from.List("tags"))
        {
            var tag = (node as ScalarNode)?.Text ?? "";
            var known = (draft.Part("tags") as SequenceNode)?.Items.OfType<ScalarNode>().Select(item => item.Text).ToArray() ?? [];
            if (known.Contains(tag, StringComparer.Ordinal) || draft.Set("tags", Nodes.Texts([.. known, tag])) is null)
            {
                from.Report.Carry(node.Place, from.PathOf("tags"), $"tag {tag}");
            }
            else
            {
                from.Report.LeaveOut(node.Place, from.PathOf("tags"), $"{Sentences.Quoted(tag)} cannot be a tag.", "Use letters, digits, '_', '-', '.' or '+'.");
            }
        }
    }

    /// <summary><c>meta: {owner: …}</c>, where teams commonly write it.</summary>
    private void SetOwner(Intake from, DatasetDraft draft)
    {
        if (from.Node.Find("meta") is not MappingNode || from.Map("meta") is not { } meta)
        {
            return;
        }

        if (meta.Text("owner") is { } owner)
        {
            if (session.Options.Owner is null && draft.Set("owner", Nodes.Text(owner.TrimStart('@'))) is { } problem)
            {
                meta.LeaveOut("owner", problem.Problem, "Name one with --owner.");
            }
            else
            {
                meta.Carry("owner", $"owner {session.Options.Owner ?? owner}");
            }
        }

        foreach (var key in meta.Keys.Where(key => key != "owner").ToArray())
        {
            meta.LeaveOut(key, DbtReasons.Resource["meta"].Why, DbtReasons.Resource["meta"].Instead);
        }

        meta.Finish(DbtReasons.Resource);
    }
}
