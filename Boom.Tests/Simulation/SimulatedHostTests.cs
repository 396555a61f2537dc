using System.Text;
using System.Text.Json;
using Avro.Generic;
using Boom.Core.Sky;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulatedHostTests
{
    static readonly SimulatedNight _night = new(new SimulationOptions { Seed = 17, Alerts = 2000 });

    [Fact]
    public void Host_Supernovae_IsThereForFourInFive()
    {
        var supernovae = _night.Truths().Where(truth => truth.Class is ObjectClass.SnIa or ObjectClass.SnIi or ObjectClass.SnIbc).ToList();

        Assert.InRange(supernovae.Count(truth => truth.Host is not null) / (double)supernovae.Count, 0.7, 0.9);
    }

    [Fact]
    public void Host_NucleiOfGalaxies_IsAlwaysThere() =>
        Assert.All(
            _night.Truths().Where(truth => truth.Class is ObjectClass.Agn or ObjectClass.Tde),
            truth => Assert.InRange(truth.Host!.OffsetArcsec, 0, 0.3));

    [Fact]
    public void Host_StarsAsteroidsAndArtefacts_IsNull() =>
        Assert.All(_night.Truths().Where(truth => truth.Redshift is null), truth => Assert.Null(truth.Host));

    [Fact]
    public void Host_Any_IsWithin30KpcAtTheRedshiftOfTheObject() =>
        Assert.All(_night.Truths().Where(truth => truth.Host is not null), truth =>
        {
            var host = truth.Host!;
            Assert.Equal(truth.Redshift, host.Redshift);
            Assert.Equal(host.OffsetArcsec, SkyGeometry.SeparationArcsec(truth.Position, host.Position), 0.005);
            Assert.Equal(host.OffsetArcsec * host.Redshift / 0.05, host.OffsetKpc, 1e-9);
            Assert.InRange(host.OffsetKpc, 0, 30);
        });

    [Fact]
    public void Host_Any_IsTheNearestReferenceSourceOfThePackets()
    {
        foreach (var packet in _night.Packets().Where(packet => packet.Truth().Host is not null).Take(50))
        {
            var candidate = (GenericRecord)AvroOracle.Read(packet.ToArray())[0]["candidate"];
            var host = packet.Truth().Host!;

            Assert.Equal((double)candidate["ranr"], host.Position.RaDegrees);
            Assert.Equal((double)candidate["decnr"], host.Position.DecDegrees);
        }
    }

    [Fact]
    public void WriteJson_ObjectWithHost_HasItsPlace()
    {
        var truth = _night.Truths().First(truth => truth.Host is not null);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            truth.WriteJson(json);

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var host = document.RootElement.GetProperty("host");

        Assert.Equal(truth.Host!.Position.RaDegrees, host.GetProperty("ra").GetDouble());
        Assert.Equal(truth.Host.OffsetArcsec, host.GetProperty("offset_arcsec").GetDouble());
    }
}
