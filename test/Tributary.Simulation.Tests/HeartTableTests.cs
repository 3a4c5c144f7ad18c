using System.Runtime.InteropServices;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

/// <summary>Four hospitals' files as a declared table train the model that the named set trains.</summary>
public sealed class HeartTableTests : IDisposable
{
    private const string Rest = """
        "holdout": 0.34, "normalize": true, "model": { "use": "logistic" }, "rounds": 3,
        "local": { "steps": 20, "batchSize": 4, "optimizer": { "use": "sgd", "learningRate": 0.001 } }
        """;

    private const string Named = $$"""{ "data": { "use": "heart-disease" }, "partition": { "use": "by-column" }, {{Rest}} }""";

    private const string Declared = $$"""
        {
          "data": {
            "use": "table", "name": "heart", "path": "heart/*.csv", "dropFirstLevel": true,
            "columns": [
              { "name": "age" }, { "name": "sex" }, { "name": "cp", "values": ["1", "2", "3", "4"] }, { "name": "trestbps" },
              { "name": "chol" }, { "name": "fbs" }, { "name": "restecg", "values": ["0", "1", "2"] }, { "name": "thalach" },
              { "name": "exang" }, { "name": "oldpeak" }
            ],
            "label": { "name": "num", "above": 0, "values": ["healthy", "diseased"] }
          },
          "partition": { "use": "by-file" }, {{Rest}}
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_table_divided_by_file_trains_the_same_bits_as_the_named_set_divided_by_hospital()
    {
        string data = SharedData.PathOrSkip("data"), heart = SharedData.PathOrSkip("data/heart-disease");
        foreach (string hospital in (string[])["cleveland", "hungarian", "switzerland", "va"])
            _folder.Write($"heart/{hospital}.csv",
                "age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,num\n"
                + File.ReadAllText(Path.Combine(heart, $"processed.{hospital}.data")));
        PlannedJob named = Jobs.Plan(Jobs.Digits(Named), data), declared = Jobs.Plan(Jobs.Digits(Declared), _folder.Path);
        Assert.Equal(["cleveland", "hungarian", "switzerland", "va"], declared.Federation.Sites.Select(site => site.Id.Value));
        Assert.Equal(named.Federation.Sites.Select(site => site.Id), declared.Federation.Sites.Select(site => site.Id));
        Assert.Equal(["hungarian", "switzerland", "va"], declared.Notes.Select(note => note.Split(':')[0]));
        Assert.StartsWith("va: 130 of 200 rows used. Left out: ", declared.Notes[2], StringComparison.Ordinal);

        SimulationResult expected = await Jobs.RunAsync(named), found = await Jobs.RunAsync(declared);
        Assert.Equal(Bits(expected), Bits(found));
        Assert.NotEqual(Bits(found), MemoryMarshal.AsBytes(declared.Initial.Values).ToArray());
    }

    private static byte[] Bits(SimulationResult result) => MemoryMarshal.AsBytes(result.Model.Parameters.Values).ToArray();
}
