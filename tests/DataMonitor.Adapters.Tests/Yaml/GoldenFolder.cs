using System.Runtime.CompilerServices;

namespace DataMonitor.Adapters.Tests.Yaml;

internal static class GoldenFolder
{
    /// <returns>The folder of this source file.</returns>
    public static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
