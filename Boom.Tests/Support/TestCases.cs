using Xunit;

namespace Boom.Tests.Support;

/// <summary>Inputs that came from use, <c>cases</c> beside the folder of real packets. Tests that need them are skipped where they are absent.</summary>
static class TestCases
{
    /// <summary>One file of a case.</summary>
    public static byte[] Read(string name, string file)
    {
        var path = Path.Combine(TestData.Require(), "..", "cases", name, "in", file);
        Assert.SkipUnless(File.Exists(path), "The folder of cases from use is not beside the real packets.");
        return File.ReadAllBytes(path);
    }
}
