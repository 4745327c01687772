namespace DataMonitor.Benchmarks;

/// <summary>The PostgreSQL database that <c>BENCH_POSTGRES</c> names, and the scripts that fill it.</summary>
internal static class BenchPostgres
{
    /// <returns><see langword="null"/> when it is not set, which is told.</returns>
    public static async Task<string?> AddressAsync()
    {
        if (Environment.GetEnvironmentVariable("BENCH_POSTGRES") is { Length: > 0 } address)
        {
            return address;
        }

        await Console.Error.WriteLineAsync("BENCH_POSTGRES is not set. Write the address of a database that may be filled, such as postgresql://bench@127.0.0.1:55432/bench.");
        return null;
    }

    /// <param name="table">When it is there, so is everything that the script makes.</param>
    /// <param name="script">Path of a script for psql.</param>
    public static async Task MakeAsync(string address, string table, string script, params string[] variables)
    {
        try
        {
            await Clock.ProcessAsync("psql", [address, "-XqAtc", $"SELECT 1 FROM {table} LIMIT 1"], ".");
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine($"making the data with {Path.GetFileName(script)}, which may take minutes");
            await Clock.ProcessAsync("psql", [address, "-XqAt", .. variables.SelectMany(variable => new[] { "-v", variable }), "-f", script], ".");
        }
    }

    /// <summary>Runs the script that stands for the limit.</summary>
    public static Task LimitAsync(string address, string script) =>
        Clock.ProcessAsync("bash", [script], Path.GetDirectoryName(script)!, ("PSQL", $"psql {address}"));
}
