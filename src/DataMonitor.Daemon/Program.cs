using System.Text;
using DataMonitor.Daemon.Commands;

namespace DataMonitor.Daemon;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return await CommandLine.RunAsync(arguments, Console.Out, Console.Error);
    }
}
