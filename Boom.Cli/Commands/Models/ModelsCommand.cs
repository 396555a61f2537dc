using System.CommandLine;
using Boom.Hosting;
using Boom.Inference;

namespace Boom.Cli.Commands.Models;

/// <summary><c>boom models</c>: the networks of the model folder.</summary>
internal static class ModelsCommand
{
    /// <summary>Where the networks are.</summary>
    public static readonly Option<string?> Folder = new("--models")
    {
        Description = "Model folder. Default: models in the data folder.",
        HelpName = "DIR",
    };

    public static Command Create(CliConsole console) => new("models", "Neural networks that score alerts: list, add, fetch, verify, and inputs to train them with.")
    {
        ModelListCommand.Create(console),
        ModelAddCommand.Create(console),
        ModelFetchCommand.Create(console),
        ModelVerifyCommand.Create(console),
        ModelInputsCommand.Create(console),
    };

    /// <summary>The model folder that a command is to work on.</summary>
    public static ModelFolder ModelFolder(this ParseResult parse) =>
        new(parse.GetValue(Folder) is { } path ? Path.GetFullPath(path) : Path.Combine(parse.DataFolder(), "models"));

    /// <summary>Every manifest whose file is in the folder, checked: the network, or what is wrong with it.</summary>
    public static IEnumerable<(ModelManifest Manifest, Network? Network, string? Problem)> Open(ModelFolder folder, IEnumerable<ModelManifest> manifests)
    {
        foreach (var manifest in manifests.Where(folder.Has))
        {
            Network? network = null;
            string? problem = null;
            try
            {
                network = Network.Open(manifest, folder.Path);
                manifest.RequireColumns();
            }
            catch (ModelException fault)
            {
                problem = fault.Message;
                network?.Dispose();
                network = null;
            }

            using (network)
                yield return (manifest, network, problem);
        }
    }
}
