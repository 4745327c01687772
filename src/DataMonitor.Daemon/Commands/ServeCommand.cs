using System.CommandLine;
using DataMonitor.Daemon.Serving;
using Microsoft.Extensions.Options;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor serve</c>: the daemon.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static DocumentedCommand Create()
    {
        var command = new Command(Name, "Run the daemon: schedule, check, tell, export, and show the status page.");
        command.SetAction(RunAsync);
        return new(command, """
            monitor serve
            MONITOR_STATE__POSTGRES='Host=db;Database=monitor;Username=monitor;Password=…' monitor serve
            MONITOR_WEB__URL=http://127.0.0.1:9090 monitor serve --config /etc/monitor/monitor.yaml
            """,
            """
            Addresses: / status page, /metrics for Prometheus, /hangfire jobs, /healthz and /readyz.
            Changed definitions are put in force while it runs; wrong ones are refused as a whole.
            Ctrl+C or SIGTERM ends it within 45 seconds; what was running is taken up again.
            """);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(arguments);
        var reading = workspace.ReadCatalog();
        foreach (var warning in reading.Warnings)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"warning: {Problems.One(warning)}");
        }

        var catalog = reading.Catalog ?? throw new InvalidDefinitionsException(reading.Errors);
        try
        {
            await using var app = DaemonHost.Build(workspace, catalog);
            await app.Services.GetRequiredService<StoreGate>().TryOpenAsync(cancellationToken);
            await app.RunAsync(cancellationToken);
            return ExitCode.Passed;
        }
        catch (OptionsValidationException e)
        {
            throw new UsageException(string.Join('\n', e.Failures), "Mend the section 'sinks' of the settings.");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new UsageException($"Another program listens on {workspace.Settings.Web.Url} already.", "Stop it, or choose another port with web: {url: …}.");
        }
    }
}
