using System.CommandLine;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Commands.Reports;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor doctor</c>: tries every connection and permission, one line each.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static DocumentedCommand Create()
    {
        var command = new Command("doctor", "Try everything that the daemon needs: definitions, state store, sources and their rights.");
        command.SetAction(RunAsync);
        return new(command, """
            monitor doctor
            monitor doctor --config /etc/monitor/monitor.yaml
            """,
            "Exit code: 0 all is well, 1 something deserves attention, 3 something does not work, 64 wrong definitions.");
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(arguments);
        var catalog = workspace.LoadCatalog();
        var findings = new Findings(arguments.InvocationConfiguration.Output);
        findings.Well("definitions", $"{RunSummary.Counted(catalog.Datasets.Count, "dataset")}, {RunSummary.Counted(catalog.Datasets.Values.Sum(dataset => dataset.Checks.Count), "check")}");
        await LookAtStateAsync(workspace, findings, cancellationToken);
        foreach (var source in catalog.Sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal))
        {
            await LookAtSourceAsync(workspace, source, findings, cancellationToken);
        }

        foreach (var receiver in catalog.Alerts.Receivers)
        {
            findings.Well($"receiver {receiver.Name}", $"{RunSummary.Counted(receiver.Channels.Count, "channel")} ({string.Join(", ", receiver.Channels.Select(channel => channel.Header.Endpoint))}), nothing was sent");
        }

        if (catalog.Alerts.Receivers.Count == 0)
        {
            findings.Attention("receivers", "None is defined: nobody is told of incidents. Write a file into the alerts folder.");
        }

        return findings.Code;
    }

    private static async Task LookAtStateAsync(Workspace workspace, Findings findings, CancellationToken cancellationToken)
    {
        var name = workspace.Settings.State.Postgres is null ? $"state {workspace.Settings.State.Path}" : "state PostgreSQL";
        try
        {
            using var limit = Limited(cancellationToken);
            await using var store = await workspace.OpenStateAsync(TimeProvider.System, limit.Token);
            var statistics = await store.StatisticsAsync(TimeProvider.System.GetUtcNow(), limit.Token);
            findings.Well(name, $"{statistics.RunsByStatus.Values.Sum()} runs, {statistics.PendingNotifications} notifications wait");
            if (statistics.DeadNotifications > 0)
            {
                findings.Attention(name, $"{statistics.DeadNotifications} notifications could not be delivered and were given up.");
            }
        }
        catch (StateException e)
        {
            findings.Broken(name, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Broken(name, $"No answer within {Limit.TotalSeconds} s. See whether the server is up and can be reached from here.");
        }
    }

    private static async Task LookAtSourceAsync(Workspace workspace, SourceDefinition source, Findings findings, CancellationToken cancellationToken)
    {
        var name = $"source {source.Name}";
        try
        {
            using var limit = Limited(cancellationToken);
            await using var opened = SourceKinds.Open(source, Workspace.Root, TimeProvider.System);
            var remarks = await opened.ProbeAsync(limit.Token);
            if (remarks.IsEmpty)
            {
                findings.Well(name, source.Header.Kind);
            }

            foreach (var remark in remarks)
            {
                findings.Attention(name, remark);
            }
        }
        catch (SourceException e)
        {
            findings.Broken(name, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Broken(name, $"No answer within {Limit.TotalSeconds} s. See whether the server is up and can be reached from here.");
        }
    }

    private static CancellationTokenSource Limited(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        return limit;
    }

    private sealed class Findings(TextWriter output)
    {
        public int Code { get; private set; } = ExitCode.Passed;

        public void Well(string what, string text) => output.Write($"ok      {what}: {text}\n");

        public void Attention(string what, string text)
        {
            output.Write($"look    {what}: {text}\n");
            Code = Math.Max(Code, ExitCode.Warned);
        }

        public void Broken(string what, string text)
        {
            output.Write($"BROKEN  {what}: {text}\n");
            Code = ExitCode.Errored;
        }
    }
}
