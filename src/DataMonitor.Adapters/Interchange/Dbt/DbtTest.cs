using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>One test of dbt: finds what it demands, with its filter, levels and name.</summary>
internal static class DbtTest
{
    public static void Read(DefinitionNode node, string path, DatasetDraft draft, string? column, DbtNames names, ImportSession session)
    {
        var empty = new MappingNode(node.Place, []);
        switch (node)
        {
            case ScalarNode { IsNull: false, Text: var word }:
                Read(word, new(empty, path, session.Report), draft, column, names, session);
                break;
            case MappingNode named when named.Find("test_name") is ScalarNode { Text: var test }:
                var own = new Intake(named, path, session.Report);
                own.Take("test_name");
                Read(test, own, draft, column, names, session);
                break;
            case MappingNode { Entries: [{ Key: var key, KeyPlace: var place, Value: MappingNode body }] }:
                Read(key, new(body with { Place = place }, path, session.Report), draft, column, names, session);
                break;
            case MappingNode { Entries: [{ Key: var key, KeyPlace: var place, Value: ScalarNode { IsNull: true } }] }:
                Read(key, new(empty with { Place = place }, path, session.Report), draft, column, names, session);
                break;
            default:
                session.Report.LeaveOut(node.Place, path, "This is no test as dbt writes it.", "Write the name of a test, and its arguments below it.");
                break;
        }
    }

    private static void Read(string test, Intake own, DatasetDraft draft, string? column, DbtNames names, ImportSession session)
    {
        var arguments = new DbtArguments(test, own, column, names, draft.Target);
        if (string.Equals(arguments.Setting("enabled"), "false", StringComparison.OrdinalIgnoreCase))
        {
            own.Abandon("The test is switched off.", "Write the check where it shall be switched on.");
            return;
        }

        var mapped = DbtTests.Map(arguments);
        var where = arguments.Setting("where") ?? arguments.Setting("row_condition");
        if (mapped.Check is null || arguments.HasJinja)
        {
            own.Abandon(
                arguments.HasJinja ? "It is written in Jinja, which only dbt can read." : mapped.How!,
                arguments.HasJinja ? "Write the value itself." : mapped.Instead);
            return;
        }

        if (mapped.How is null && arguments.Setting("fail_calc") is not (null or "count(*)"))
        {
            own.Abandon("Its failures are counted by 'fail_calc'.", "Write a check 'metric' with that expression.");
            return;
        }

        if (DbtLevels.Read(arguments, mapped.CountsRows) is not { } levels)
        {
            own.Abandon("Its 'warn_if' or 'error_if' is no comparison with a number.", "Write 'expect: {warn: …, fail: …}'.");
            return;
        }

        var check = mapped.Check;
        if (levels.Expect(check.Body.Find("expect")) is { } expect)
        {
            check = check with { Body = check.Body.Without("expect").With("expect", expect) };
        }

        check = check.With("where", where is null ? null : Nodes.Text(where))
            .With("name", arguments.Setting("name") is { } name ? Nodes.Text(name) : null);
        var (how, instead) = mapped.How is not null ? (mapped.How, mapped.Instead)
            : mapped.CountsOther is { } other && !levels.IsDefault ? (other, "Look whether the limit still fits.")
            : (null, null);
        session.Add(draft, check, own.Place, own.Path, how, instead);
        arguments.Finish();
    }
}
