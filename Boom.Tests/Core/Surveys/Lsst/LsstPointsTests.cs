using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>Points that become documents when a store asks for them.</summary>
public sealed class LsstPointsTests
{
    const int Rounds = 200;

    [Fact]
    public async Task Document_AskedInAnyOrder_IsTheOneOfAskingInOrder()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var edit = new LsstEdit(seed);
            var alert = await edit.AlertAsync();
            using BsonWriter first = new(), second = new();
            var ordered = edit.Map(alert, first).Object.Arrays;
            var shuffled = edit.Map(alert, second).Object.Arrays;
            var order = Enumerable.Range(0, ordered.Count).SelectMany(array => Enumerable.Range(0, ordered[array].Points.Count).Select(i => (array, i))).ToArray();
            var inOrder = order.Select(place => ordered[place.array].Points.Document(place.i, first).ToArray()).ToArray();
            new Random(seed).Shuffle(order);

            foreach (var (array, i) in order)
            {
                var index = ordered.Take(array).Sum(before => before.Points.Count) + i;
                Assert.Equal(inOrder[index], shuffled[array].Points.Document(i, second).ToArray());
                Assert.Equal(ordered[array].Points.Jd(i), LsstEdit.Document(inOrder[index])["jd"].AsDouble);
            }
        }
    }

    [Fact]
    public async Task Document_AskedAgainInOtherMemory_IsTheSame()
    {
        using BsonWriter writer = new(), memory = new();
        var points = (await new LsstEdit().Set("prvDiaSources", new object[] { LsstEdit.Detection(60000, 1) }).MapAsync(writer)).Object.Arrays[0].Points;
        var before = writer.UsedBytes;
        byte[] first = points.Document(0, memory).ToArray(), other = points.Document(1, memory).ToArray();
        memory.Reset();

        Assert.Equal(other, points.Document(1, memory).ToArray());
        Assert.Equal(first, points.Document(0, memory).ToArray());
        Assert.Equal(before, writer.UsedBytes);
    }

    [Fact]
    public async Task Document_ElementsOfAPacketInAnyOrder_AreTheSame()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var edit = new LsstEdit(seed);
            edit.Set("prvDiaSources", Enumerable.Range(1, 20).Select(i => (object)LsstEdit.Detection(60000 + (i % 7), i)).ToArray());
            edit.Set("prvDiaForcedSources", Enumerable.Range(1, 20).Select(i => (object)LsstEdit.Forced(60000 + (i % 9), i)).ToArray());
            var before = await DocumentsAsync(edit);
            foreach (var name in new[] { "prvDiaSources", "prvDiaForcedSources" })
                new Random(seed).Shuffle((object[])edit.Record.Get(name)!);

            Assert.Equal(before, await DocumentsAsync(edit));
        }
    }

    [Fact]
    public void Ordered_RandomTimes_AreThoseOfBruteForce()
    {
        var random = new Random(11);
        var list = new LsstPointList();
        for (var round = 0; round < 2000; round++)
        {
            list.Clear();
            var points = Enumerable.Range(0, random.Next(30)).Select(i => (Mjd: 60000.0 + random.Next(20), Id: (long)random.Next(5), Offset: i)).ToArray();
            foreach (var (mjd, id, offset) in points)
                list.Add(mjd, id, offset, 1);
            var own = new LsstPoint(AtomicTime.ToJulianDate(60000.0 + random.Next(-1, 21)), 1000, 1);
            var history = points.GroupBy(point => point.Mjd).OrderBy(group => group.Key).Select(group => group.OrderBy(point => point.Id).ThenBy(point => point.Offset).First())
                .Select(point => new LsstPoint(AtomicTime.ToJulianDate(point.Mjd), point.Offset, 1)).ToArray();

            if (round % 2 == 0)
                Assert.Equal(history, list.Ordered());
            Assert.Equal(history.Where(point => point.Jd != own.Jd).Append(own).OrderBy(point => point.Jd), list.OrderedWith(own));
        }
    }

    static async Task<List<string>> DocumentsAsync(LsstEdit edit)
    {
        using var writer = new BsonWriter();
        return [.. (await edit.MapAsync(writer)).Object.Arrays.SelectMany(array => array.Points).Select(point => Convert.ToHexString(point.Document.Span))];
    }
}
