using Boom.Cli.Diagnosis;
using Boom.Hosting.Clients;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Diagnosis;

public sealed class DiskDiagnosisTests : IDisposable
{
    const long Free = 45_000_000_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_LessFreeThanTheMinimum_FailsAndNamesOptionValueAndFree() =>
        Assert.Equal(
            [
                Finding.Fail(
                    "disk",
                    $"45.00 GB free on the disk of the store ({_folder.Path}), and Storage:MinimumFree keeps 900.00 GB (900000000000 bytes)",
                    "nothing is read or stored until then; make room, or lower Storage__MinimumFree"),
            ],
            Run(900_000_000_000, new StoragePlace("store", _folder.Path)));

    [Fact]
    public void Run_CutoutsElsewhereLackRoom_FailsThemBesideTheDataFolder()
    {
        var findings = Run(900_000_000_000, new StoragePlace("cutouts", Path.Combine(_folder.Path, "none", "yet")));

        Assert.Equal([FindingStatus.Fail, FindingStatus.Ok], findings.Select(finding => finding.Status));
        Assert.Contains("the disk of the cutouts", findings[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Free)]
    public void Run_EnoughFree_IsWell(long minimum) =>
        Assert.Equal([Finding.Ok("disk", "45.0 GB free")], Run(minimum, new StoragePlace("store", _folder.Path)));

    Finding[] Run(long minimum, StoragePlace place) => [.. DiskDiagnosis.Run(_folder.Path, [place], minimum, _ => (Free, 2 * Free))];
}
