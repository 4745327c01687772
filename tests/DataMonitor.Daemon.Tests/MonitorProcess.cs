using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DataMonitor.Daemon.Tests;

/// <summary>The real program, as a process of its own, in a folder of its own.</summary>
internal sealed class MonitorProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder log = new();

    private MonitorProcess(Process process) => this.process = process;

    /// <summary>Everything it printed so far.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Starts it and leaves it running.</summary>
    public static MonitorProcess Start(string folder, IEnumerable<KeyValuePair<string, string>> settings, params string[] arguments)
    {
        var started = new MonitorProcess(new() { StartInfo = Describe(folder, settings, arguments) });
        started.process.OutputDataReceived += (_, line) => started.Keep(line.Data);
        started.process.ErrorDataReceived += (_, line) => started.Keep(line.Data);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Finished> RunAsync(string folder, IEnumerable<KeyValuePair<string, string>> settings, params string[] arguments)
    {
        using var command = new Process { StartInfo = Describe(folder, settings, arguments) };
        command.Start();
        var (output, error) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        return new(command.ExitCode, await output, await error);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static ProcessStartInfo Describe(string folder, IEnumerable<KeyValuePair<string, string>> settings, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "monitor.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MONITOR_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Keep(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }

    internal sealed record Finished(int ExitCode, string Output, string Error);
}
