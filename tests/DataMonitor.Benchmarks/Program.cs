namespace DataMonitor.Benchmarks;

/// <summary>Measures what is claimed, each time beside a limit in the same run. Prints ratios; they hold from machine to machine, seconds do not.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["s1", .. var rest]:
                return await OneTable.RunAsync(rest is [var runs] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 3);
            case ["s3", var program]:
                return await StartUp.RunAsync(program);
            default:
                await Console.Error.WriteLineAsync(
                    """
                    s1 [RUNS]     30 checks on one PostgreSQL table of 10 million rows, against the best exact plan by hand.
                                  BENCH_POSTGRES=postgresql://user@host:port/database names a database of its own; its table 'orders' is made when missing.
                    s3 PROGRAM    'monitor run' of one row count on a small table, with a published monitor (dotnet publish src/DataMonitor.Daemon -c Release).
                    """);
                return 64;
        }
    }
}
