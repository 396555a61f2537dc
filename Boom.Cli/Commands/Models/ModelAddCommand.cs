using System.CommandLine;
using Boom.Hosting;
using Boom.Inference;

namespace Boom.Cli.Commands.Models;

/// <summary><c>boom models add</c>.</summary>
internal static class ModelAddCommand
{
    public static Command Create(CliConsole console)
    {
        var paths = new Argument<string[]>("PATH") { Description = ".onnx files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("add", "Check networks and copy them, with manifest and golden examples, into the model folder.") { paths, ModelsCommand.Folder };
        command.SetAction(parse => Run(console, parse, parse.GetValue(paths)!));
        return command;
    }

    // One that cannot be added does not keep the others out.
    static int Run(CliConsole console, ParseResult parse, string[] paths)
    {
        var folder = parse.ModelFolder();
        var installer = new ModelInstaller(folder);
        var failed = 0;
        foreach (var path in paths)
        {
            try
            {
                var manifest = installer.Add(path, out var replaces);
                if (replaces)
                    console.Complain($"network {manifest.Key}: another file of version {manifest.Version} was here: scores of both cannot be told apart, and 'boom enrich --missing' finds none of the old ones. Give the manifest another version.");
                console.WriteLine($"{manifest.Key} {manifest.Version}: {Path.Combine(folder.Path, manifest.File)}");
            }
            catch (ModelException fault)
            {
                console.Complain(fault.Message);
                failed++;
            }
        }

        return (int)(failed > 0 ? ExitCode.BadNews : ExitCode.Done);
    }
}
