using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Commands.Reports;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor plan</c>: what would be measured, when, and what is new against the state store. Asks sources for nothing but names.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string[]> Selectors = GlobalOptions.Selectors();

    private static readonly Option<bool> Sql = new("--sql") { Description = "Print every statement exactly as it will be sent, with its parameters as comments." };

    private static readonly Option<bool> Cost = new("--cost") { Description = "Ask each engine what the statements would read, and print it beside what today's runs have cost." };

    public static DocumentedCommand Create()
    {
        var command = new Command("plan", "Print what would run, when it is due next, and what is new or gone since the last run.") { Selectors, Sql, Cost };
        command.SetAction(RunAsync);
        return new(command, """
            monitor plan
            monitor plan shop/orders --sql
            monitor plan tag:gold --cost
            """,
            "Nothing is changed. Sources are asked for the names of tables where 'for_each' needs them; with --cost engines plan the statements, but do not run them.");
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        var workspace = Workspace.Open(arguments);
        await using var sources = new OpenSources(definition => SourceKinds.Open(definition, Workspace.Root, TimeProvider.System));
        var (catalog, isWhole) = await workspace.LoadExpandedAsync(sources, arguments.InvocationConfiguration.Error, cancellationToken);
        var selectors = arguments.GetValue(Selectors) ?? [];
        var selected = Selected.From(catalog, selectors);
        var now = TimeProvider.System.GetUtcNow();
        await using var store = await StoreAsync(workspace, cancellationToken);
        var known = store is null ? [] : (await store.NewestAsync(cancellationToken)).ToDictionary(state => state.Dataset, StringComparer.Ordinal);
        foreach (var pick in selected)
        {
            var plan = Planner.Plan(pick.Dataset, pick.Dataset.Checks, now, now);
            Print(pick, plan, OccurrenceRule.Of(pick.Dataset.Name, catalog.Datasets)?.Next(now), known.GetValueOrDefault(pick.Dataset.Name), output);
            var source = catalog.Sources[pick.Dataset.Source];
            var estimate = arguments.GetValue(Cost) ? await CostAsync(sources, source, plan, store, now, output, cancellationToken) : null;
            if (arguments.GetValue(Sql))
            {
                Print(sources.Render(source, plan).Concat(sources.RenderAlternatives(source, plan)), estimate, output);
                foreach (var elsewhere in pick.Dataset.Checks.Select(check => check.Elsewhere).OfType<Elsewhere>())
                {
                    WriteElsewhere(elsewhere, plan, catalog, sources, output);
                }

                await output.WriteAsync('\n');
            }
        }

        foreach (var gone in known.Keys.Where(name => selectors.Length == 0 && !catalog.Datasets.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            await output.WriteAsync($"{gone}  no longer defined; its history is kept until it is too old\n");
        }

        return isWhole ? ExitCode.Passed : ExitCode.Errored;
    }

    private static void Print(Selected pick, ScanPlan plan, DateTimeOffset? next, DatasetState? state, TextWriter output)
    {
        var dataset = pick.Dataset;
        output.Write($"{dataset.Name}  {RunSummary.Counted(dataset.Checks.Count, "check")} in {RunSummary.Counted(plan.Statements.Length, "statement")}, {When(next)}\n");
        if (dataset.Pattern is { } pattern)
        {
            output.Write($"  for_each '{pattern}' in {dataset.Definition.File}:{dataset.Definition.Line}\n");
        }

        if (dataset.Templates.Count > 0)
        {
            output.Write($"  uses {dataset.Templates}\n");
        }

        if (plan.Window is { } window)
        {
            output.Write($"  rows with {window.Column} from {Instant(window.Start)} to {Instant(window.End)}\n");
        }

        WriteChanges(dataset, pick.IsWhole, state, output);
    }

    private static void WriteElsewhere(Elsewhere elsewhere, ScanPlan plan, Catalog catalog, OpenSources sources, TextWriter output)
    {
        foreach (var statement in sources.Render(catalog.Sources[elsewhere.Side.Source], elsewhere.Side.Plan(plan, elsewhere.Needs)))
        {
            output.Write($"\n-- in source {elsewhere.Side.Source}, at the same time\n{statement.Trim()}\n");
        }

        if (elsewhere.Rows is not null)
        {
            output.Write("\n-- then on both sides sums of the rows' hashes by ranges of the key's hash, finer where they differ; the types of the columns decide their text\n");
        }
    }

    private static void Print(IEnumerable<string> statements, ScanEstimate? estimate, TextWriter output)
    {
        foreach (var statement in statements)
        {
            var cost = estimate?.Statements.FirstOrDefault(each => each.Sql == statement);
            output.Write($"\n{(cost is null ? "" : $"-- {CostWords.Of(cost.Rows, cost.Bytes)}\n")}{statement.Trim()}\n");
        }
    }

    /// <summary>A source that does not answer spoils its own line only.</summary>
    private static async Task<ScanEstimate?> CostAsync(
        OpenSources sources, SourceDefinition source, ScanPlan plan, IStateStore? store, DateTimeOffset now, TextWriter output, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var spent = store is null ? default : await store.SpentAsync(source.Name, plan.Dataset.Name, today, cancellationToken);
        await using var rental = sources.Rent(source);
        try
        {
            var estimate = await rental.Source.EstimateAsync(plan, cancellationToken);
            CostWords.Write(plan.Dataset, source.Header, spent, estimate, output);
            return estimate;
        }
        catch (SourceException e)
        {
            await output.WriteAsync($"  {e.Message}\n");
            return null;
        }
    }

    /// <returns><see langword="null"/> when nothing ran yet: a plan leaves no file behind.</returns>
    private static async Task<IStateStore?> StoreAsync(Workspace workspace, CancellationToken cancellationToken) =>
        workspace.Settings.State.Postgres is null && !File.Exists(workspace.Settings.State.Path)
            ? null
            : await workspace.OpenStateAsync(TimeProvider.System, cancellationToken);

    private static void WriteChanges(Dataset dataset, bool isWhole, DatasetState? state, TextWriter output)
    {
        if (state is null)
        {
            output.Write("  never ran\n");
            return;
        }

        output.Write($"  last ran {Instant(state.Run.ScheduledAt)}: {TextReport.WordOf(state.Run.Status)}\n");
        var before = state.Results.Select(result => result.CheckId).ToHashSet(StringComparer.Ordinal);
        foreach (var check in dataset.Checks.Where(check => !before.Contains(check.Header.Id)))
        {
            output.Write($"  new: {check.Header.Id}  {check.Header.Name}\n");
        }

        foreach (var result in state.Results.Where(result => isWhole && dataset.Checks.All(check => check.Header.Id != result.CheckId)))
        {
            output.Write($"  gone: {result.CheckId}  {result.Name}\n");
        }
    }

    private static string When(DateTimeOffset? next) => next is { } at ? $"due {Instant(at)}" : "never due by itself";

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
