using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>The <c>quality</c> rules of an object or a property. Each becomes one check or is told with the reason.</summary>
internal sealed class OdcsRules(OdcsTable table, ImportSession session)
{
    private readonly DatasetDraft draft = table.Draft;

    /// <param name="column"><see langword="null"/> for a rule of the object.</param>
    public void Read(Intake rule, string? column)
    {
        var type = rule.Text("type") ?? (rule.Has("metric") || rule.Has("rule") ? "library" : rule.Has("query") ? "sql" : rule.Has("engine") ? "custom" : "text");
        var read = type switch
        {
            "library" => OdcsMetrics.Read(rule, column, table.Name, draft.Part("partition") is not null),
            "sql" => OdcsSqlRule.Read(rule, column, table.Name.Target),
            "custom" => OdcsCustomRule.Read(rule, column),
            "text" => OdcsRule.Refused("A rule in words cannot be measured.", "Write a check for it, for instance 'rows: {where_bad: …}'."),
            _ => OdcsRule.Refused($"{Sentences.Quoted(type)} is no type of rule.", "Write library, sql, custom or text."),
        };
        if (read.Check is not { } check)
        {
            rule.Abandon(read.How!, read.Instead);
            return;
        }

        if (!read.IsOurs)
        {
            check = WithCommonKeys(rule, check);
        }

        OdcsParts.SetSchedule(draft, rule);
        session.Add(draft, check, rule.Place, rule.Path, read.How, read.Instead);
        ReadDimension(rule, check);
        rule.Finish(OdcsReasons.Rule);
    }

    /// <summary>Id, name and severity. A warning lowers the level; the words of Monitor stand as they are.</summary>
    private static DraftCheck WithCommonKeys(Intake rule, DraftCheck check)
    {
        var name = rule.Text("name") ?? rule.Text("description");
        if (rule.Has("name") && rule.Has("description"))
        {
            rule.LeaveOut("description", "A check has a name and no description.", "Write it into 'description:' of the dataset.");
        }

        check = check.With("id", rule.Text("id") is { } id ? Nodes.Text(id) : null)
            .With("name", name is null ? null : Nodes.Text(name.Trim().Replace("${", "$ {", StringComparison.Ordinal)));
        var severity = rule.Text("severity");
        switch (severity)
        {
            case null or "error" or "Error" or "ERROR":
                return check;
            case "warning" or "Warning" or "WARNING" or "warn":
                return check with { Body = check.Body.Without("expect").With("expect", Nodes.Map(("warn", check.Body.Find("expect") ?? Nodes.Text("= 0 rows")))) };
            case "info" or "minor" or "major" or "critical":
                return check.With("severity", Nodes.Text(severity));
            default:
                rule.LeaveOut("severity", $"{Sentences.Quoted(severity)} is none of info, minor, major, critical, warning and error.", "Write 'severity:' at the check.");
                return check;
        }
    }

    private static void ReadDimension(Intake rule, DraftCheck check)
    {
        if (rule.Text("dimension") is not { } dimension)
        {
            return;
        }

        var own = OdcsDimensions.Of(check.Kind);
        if (string.Equals(dimension, own, StringComparison.OrdinalIgnoreCase))
        {
            rule.Carry("dimension", "the dimension of its kind");
        }
        else
        {
            rule.LeaveOut("dimension", $"The dimension follows from the kind of check, which is of {own ?? "another one"}.", "Nothing needs to be done; series bear the dimension of the kind.");
        }
    }
}

/// <summary>What a rule became.</summary>
/// <param name="Check"><see langword="null"/> when nothing did; then <paramref name="How"/> is the reason.</param>
/// <param name="How">What differs, a sentence; <see langword="null"/> when nothing does.</param>
/// <param name="IsOurs">The check was written by Monitor and holds all its keys.</param>
internal sealed record OdcsRule(DraftCheck? Check, string? How = null, string? Instead = null, bool IsOurs = false)
{
    public static OdcsRule Refused(string why, string instead) => new(null, why, instead);
}
