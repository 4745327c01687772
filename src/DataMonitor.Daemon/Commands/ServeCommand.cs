using System.CommandLine;
using System.Net;
using System.Net.Sockets;
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
        RefuseTakenAddress(workspace.Settings.Web.Url);
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
    }

    /// <summary>Looked at first: the host would start half of itself and end in a page of traces.</summary>
    private static void RefuseTakenAddress(Uri url)
    {
        var address = IPAddress.TryParse(url.DnsSafeHost, out var stated) ? stated : IPAddress.Loopback;
        try
        {
            using var listener = new TcpListener(address, url.Port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new UsageException($"Another program listens on {url.Authority} already.", "Stop it, or choose another port with web: {url: …} in monitor.yaml.");
        }
        catch (SocketException)
        {
            throw new UsageException($"This machine does not let Monitor listen on {url.Authority}.", "Choose another port with web: {url: …} in monitor.yaml.");
        }
    }
}
