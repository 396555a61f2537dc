using System.CommandLine;
using System.Globalization;
using Boom.Cli.Rendering.Json;
using Boom.Core.Text;
using Boom.Enricher;
using Boom.Hosting;
using Boom.Inference;
using Boom.ServiceDefaults;

namespace Boom.Cli.Commands.Models;

/// <summary><c>boom models list</c>.</summary>
internal static class ModelListCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("list", "Each network that Boom knows: whether it is there, its version, and the time that it takes for an alert.") { ModelsCommand.Folder };
        command.SetAction(parse => Run(console, parse));
        return command;
    }

    static int Run(CliConsole console, ParseResult parse)
    {
        var folder = parse.ModelFolder();
        var options = OptionsSection.Read<ModelsOptions>(ProgramSettings.FromEnvironment(), ModelsOptions.Section);
        var provider = options.Choice.NameHere;
        var (manifests, problems) = folder.Read();
        var found = ModelsCommand.Open(folder, manifests.Values)
            .Select(one => Describe(one.Manifest, options) with
            {
                Found = true,
                Sha256 = one.Network?.Sha256,
                Problem = one.Problem,
                Provider = provider,
                MillisecondsPerAlert = one.Network is { } network ? NetworkTrial.Measure(network, console.Time) : null,
            })
            .ToList();
        var absent = manifests.Values.Where(manifest => !folder.Has(manifest)).Select(manifest => Describe(manifest, options));
        var all = found.Concat(absent).OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        if (parse.WantsJson())
            CliJson.Write(console, new ModelsJson(folder.Path, all, problems));
        else
            WriteText(console, folder, all, problems);
        return (int)(problems.Count > 0 || all.Any(model => model.Problem is not null) ? ExitCode.BadNews : ExitCode.Done);
    }

    static ModelJson Describe(ModelManifest manifest, ModelsOptions options) => new(
        manifest.Key, manifest.Survey, manifest.Version, manifest.Description, false, options.PolicyOf(manifest), options.Keys.Contains(manifest.Key));

    static void WriteText(CliConsole console, ModelFolder folder, List<ModelJson> models, IReadOnlyList<string> problems)
    {
        console.WriteLine($"Model folder: {folder.Path}");
        var table = new TextTable("network", "survey", "version", "state", "runs", "provider", "ms per alert>", "score");
        foreach (var model in models)
        {
            table.Add(
                model.Name, model.Survey, model.Version, model.Problem is not null ? "unusable" : model.Found ? "ready" : "not here",
                model.Asked ? model.Policy : "not asked for", model.Provider ?? "",
                model.MillisecondsPerAlert?.ToString("0.00", CultureInfo.InvariantCulture) ?? "", model.Description);
        }

        table.WriteTo(console.Out);
        foreach (var problem in models.Select(model => model.Problem).OfType<string>().Concat(problems))
            console.Complain(problem);
        if (models.Any(model => !model.Found))
            console.WriteLine("Of those that are not here, 'boom models fetch' downloads the ones with an address; 'boom models add PATH' takes files.");
    }
}
