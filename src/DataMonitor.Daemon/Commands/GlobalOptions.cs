using System.CommandLine;

namespace DataMonitor.Daemon.Commands;

/// <summary>Options that every command knows.</summary>
internal static class GlobalOptions
{
    public static Option<string?> Config { get; } = new("--config")
    {
        Description = "Settings file. Default: $MONITOR_CONFIG, otherwise monitor.yaml where it exists.",
        HelpName = "file",
        Recursive = true,
    };

    public static Option<string?> Checks { get; } = new("--checks")
    {
        Description = "Folder with sources.yaml and the datasets. Default: checks.",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<string?> Alerts { get; } = new("--alerts")
    {
        Description = "Folder with routes and receivers. Default: alerts.",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Tell everything about an error of Monitor itself.",
        Recursive = true,
    };

    public static Argument<string[]> Selectors() => new("selector")
    {
        Description = "What to take: a dataset (shop/orders, shop/*), tag:gold, owner:crm, or one check (shop/orders/volume). Default: everything.",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
