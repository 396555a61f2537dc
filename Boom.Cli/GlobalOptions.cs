using System.CommandLine;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Data folder: what is stored, the ledger, dead letters.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./boom-data",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write the result as JSON.",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Log more, and show the details of an error.",
        Recursive = true,
    };

    /// <summary>The full path of the data folder. Throws <see cref="ExitException"/> when it cannot be a path.</summary>
    public static string DataFolder(this ParseResult parse)
    {
        var text = parse.GetValue(Data);
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0'))
            throw new ExitException(ExitCode.Usage, "--data needs the name of a folder.");
        return Path.GetFullPath(text);
    }

    /// <summary>The option that names the data folder again, for a command that is shown to be typed; empty for the default.</summary>
    public static string DataHint(this ParseResult parse) =>
        parse.GetResult(Data) is { Implicit: false } ? $" --data {ShellText.Quote(parse.GetValue(Data)!)}" : "";

    public static bool WantsJson(this ParseResult parse) => parse.GetValue(Json);
}
