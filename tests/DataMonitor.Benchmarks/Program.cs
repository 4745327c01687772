using System.Globalization;

namespace DataMonitor.Benchmarks;

/// <summary>Measures what is claimed, each time beside a limit in the same run. Prints ratios; they hold from machine to machine, seconds do not.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["s1", .. var rest]:
                return await OneTable.RunAsync(Runs(rest, 5));
            case ["s2", .. var rest]:
                return await ManyTables.RunAsync(Runs(rest, 11));
            case ["s3", var program]:
                return await StartUp.RunAsync(program);
            case ["s5", .. var rest]:
                return await OneFile.RunAsync(Runs(rest, 7));
            case ["s6", .. var rest]:
                return await OneTable.RunManyAsync(Runs(rest, 3));
            default:
                await Console.Error.WriteLineAsync(
                    """
                    s1 [RUNS]     30 checks on one PostgreSQL table of 10 million rows, against the best exact plan by hand.
                    s2 [RUNS]     10 checks on each of 200 PostgreSQL tables of 10,000 rows, against one statement a table on two connections.
                    s3 PROGRAM    'monitor run' of one row count on a small table, with a published monitor (dotnet publish src/DataMonitor.Daemon -c Release).
                    s5 [RUNS]     30 plain aggregates on Parquet of 20 million rows, against one statement by hand.
                    s6 [RUNS]     S1 with 300 checks, against the limit of S1.
                    BENCH_POSTGRES=postgresql://user@host:port/database names a database of its own for s1, s2 and s6; tables are made when missing (see postgres.sh).
                    """);
                return 64;
        }
    }

    private static int Runs(string[] rest, int usual) => rest is [var runs] ? int.Parse(runs, CultureInfo.InvariantCulture) : usual;
}
