using System.Diagnostics;
using Boom.Inference;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference;

/// <summary>A model folder with the published networks and their golden examples, which are not part of the repository; without them tests are skipped.</summary>
public sealed class PublishedNetworks : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Lazy<ModelFolder> _models;

    public PublishedNetworks() => _models = new Lazy<ModelFolder>(Fill);

    /// <summary>The folder; the test is skipped when the networks are not here.</summary>
    public ModelFolder Require()
    {
        Assert.SkipWhen(Source is null, "There is no folder models beside the folder of real packets (BOOM_TEST_DATA).");
        Assert.SkipUnless(TestServices.Has("python3"), "python3 is not installed, which makes the golden examples.");
        return _models.Value;
    }

    /// <summary>A file of the published examples.</summary>
    public string Example(string name)
    {
        Require();
        return Path.Combine(Source!, "example", name);
    }

    public void Dispose() => _folder.Dispose();

    static string? Source
    {
        get
        {
            if (TestData.Folder is not { } data)
                return null;
            var models = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(data))!, "models");
            return Directory.Exists(models) ? models : null;
        }
    }

    ModelFolder Fill()
    {
        var folder = new ModelFolder(_folder.Path);
        foreach (var network in Directory.GetFiles(Source!, "*.onnx"))
            new ModelInstaller(folder).Add(network);
        using var script = Process.Start("python3", [Path.Combine(Repository.Root, "eng", "models", "make-examples.py"), Path.Combine(Source!, "example"), _folder.Path]);
        script.WaitForExit();
        Assert.Equal(0, script.ExitCode);
        return folder;
    }
}
