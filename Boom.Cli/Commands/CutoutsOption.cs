using System.CommandLine;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Storage.Cutouts;

namespace Boom.Cli.Commands;

/// <summary>The option <c>--cutouts</c> of <c>object</c> and <c>alert</c>.</summary>
internal static class CutoutsOption
{
    public static Option<string?> Create(string description) => new("--cutouts") { Description = description, HelpName = "DIR" };

    /// <summary>Writes the cutouts of an alert and names the files; with <c>--json</c> on standard error, as the result is JSON.</summary>
    public static async Task WriteAsync(
        CliConsole console, ParseResult parse, StoreSession store, Survey survey, long candid, string folder, CancellationToken cancellationToken)
    {
        Action<string> tell = parse.WantsJson() ? console.Complain : console.WriteLine;
        if (await store.Reader.ReadCutoutsAsync(survey, candid, cancellationToken) is not { } document)
        {
            tell($"Alert {candid} came without cutouts.");
            return;
        }

        var (files, problems) = CutoutFiles.Write(candid, document, folder);
        foreach (var file in files)
            tell($"  wrote {file}");
        foreach (var problem in problems)
            console.Complain($"  {problem}");
    }
}
