using System.Xml.Linq;
using System.Xml.XPath;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>The files of a deployment, and what the projects say of their images.</summary>
static class DeploymentFiles
{
    /// <summary>The port of health and metrics in a container.</summary>
    public static string Port => Setting("Directory.Build.targets", "//ContainerPort/@Include");

    /// <summary>The user that programs run as, by number.</summary>
    public static string User => Setting("Directory.Build.targets", "//ContainerUser");

    /// <summary>The version, which is the tag of the images.</summary>
    public static string Version => Setting("Directory.Build.props", "//Version");

    /// <summary>A file or folder of <c>eng/deploy</c>.</summary>
    public static string Path(params string[] names) => System.IO.Path.Combine([Root(), "eng", "deploy", .. names]);

    /// <summary>Reads a file of <c>eng/deploy</c>.</summary>
    public static string Read(params string[] names) => File.ReadAllText(Path(names));

    /// <summary>Reads a page of the documentation.</summary>
    public static string ReadPage(string name) => File.ReadAllText(System.IO.Path.Combine(Root(), "docs", name));

    /// <summary>The name of the image that a project is published as.</summary>
    public static string Image(string projectFile) => Setting(projectFile, "//ContainerRepository");

    static string Setting(string file, string path)
    {
        var found = (IEnumerable<object>)XDocument.Load(System.IO.Path.Combine(Root(), file)).XPathEvaluate(path);
        return Assert.Single(found) switch
        {
            XAttribute attribute => attribute.Value,
            var element => ((XElement)element).Value,
        };
    }

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Boom.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
