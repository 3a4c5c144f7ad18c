using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Makes_a_generator_draws_the_rows_that_are_asked_for_and_tells_a_copy_from_a_table()
    {
        string train = Write("train.csv", 1), test = Write("test.csv", 2), job = _folder.Write("job.json", $$"""
            {
              "name": "people", "data": { "use": "csv", "path": "{{train}}", "testPath": "{{test}}", "label": "rich" },
              "partition": { "use": "iid", "clients": 3 }, "model": { "use": "mst", "bins": 4 }, "rounds": 1
            }
            """);
        CommandRun made = await CommandRun.StartAsync("simulate", job, "--out", Out("run"), "--json");
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));

        string model = Path.Combine(Out("run"), "model.safetensors");
        CommandRun drawn = await CommandRun.StartAsync("generate", model, "--rows", "40", "--where", "rich=yes", "--where", "city=Ulm");
        string[] lines = drawn.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("age,city,height,rich", lines[0]);
        Assert.Equal(40, lines.Skip(1).Count(line => line.EndsWith(",yes", StringComparison.Ordinal) && line.Contains(",Ulm,", StringComparison.Ordinal)));
        CommandRun measured = await CommandRun.StartAsync("evaluate", model, "--on", job, "--json");
        Assert.True((double)JsonNode.Parse(measured.Output)!["loss"]! > 0);
        CommandRun none = await CommandRun.StartAsync("generate", model, "--rows", "4", "--where", "city=Rome");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("TRB0642", none.Errors, StringComparison.Ordinal);

        await CommandRun.StartAsync("generate", Out("run"), "--rows", "300", "--out", Out("rows.csv"));
        CommandRun fine = await CommandRun.StartAsync("evaluate", Out("rows.csv"), "--on", job, "--gate", "0.7", "--json");
        Assert.Equal((0, ""), (fine.ExitCode, fine.Errors));
        JsonNode figures = JsonNode.Parse(fine.Output)!;
        Assert.InRange((double)figures["columnShapes"]!, 0.85, 1);
        Assert.Equal(["age", "city", "height", "rich"], figures["inference"]!.AsObject().Select(column => column.Key));
        Assert.True((double)figures["adherence"]! > 0.99);
        CommandRun copy = await CommandRun.StartAsync("evaluate", train, "--on", job, "--gate", "0.7");
        Assert.Equal(1, copy.ExitCode);
        Assert.Contains("TRB0643", copy.Errors, StringComparison.Ordinal);
        CommandRun risky = await CommandRun.StartAsync("evaluate", train, "--on", job, "--gate-risk", "0.2");
        Assert.Equal(1, risky.ExitCode);
        Assert.DoesNotContain("TRB0643", risky.Errors, StringComparison.Ordinal);
        Assert.Contains("TRB0644", risky.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.StartAsync("evaluate", train, "--on", job, "--gate-risk", "7")).ExitCode);
    }

    [Fact]
    public async Task Says_what_the_columns_of_a_file_are()
    {
        CommandRun run = await CommandRun.StartAsync("data", "schema", Write("people.csv", 1), "--label", "rich", "--json");
        JsonArray columns = JsonNode.Parse(run.Output)!["columns"]!.AsArray();
        Assert.Equal(["age", "city", "height", "rich"], columns.Select(column => (string)column!["name"]!));
        Assert.True((bool)columns[0]!["whole"]!);
        Assert.Equal(["Bonn", "Ulm"], columns[1]!["values"]!.AsArray().Select(value => (string)value!));
        Assert.True((bool)columns[2]!["missing"]!);
        Assert.Equal(0, run.ExitCode);
    }

    private string Out(string name) => Path.Combine(_folder.Path, name);

    private string Write(string name, ulong seed)
    {
        var random = new RandomStream(seed);
        var text = new System.Text.StringBuilder("age,city,height,rich\n");
        for (int i = 0; i < 300; i++)
        {
            int age = 20 + random.NextInt(50), city = random.NextInt(2);
            string height = random.NextDouble() < 0.1 ? "?" : (1.5 + 0.4 * random.NextDouble()).ToString("0.000", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{age},{(city == 0 ? "Ulm" : "Bonn")},{height},{(age + 20 * city > 50 ? "yes" : "no")}\n");
        }
        return _folder.Write(name, text.ToString());
    }
}
