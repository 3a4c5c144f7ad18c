using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

/// <summary>The files beside the page: summary, metrics and TensorBoard events.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_summary_is_the_report_as_json()
    {
        RunReport run = ExampleRun.Of(5);
        string json = JsonSerializer.Serialize(run, RunReportJson.Default.RunReport);
        RunReport again = JsonSerializer.Deserialize(json, RunReportJson.Default.RunReport)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, RunReportJson.Default.RunReport));
        Assert.Equal(run.Totals, again.Totals);
        Assert.True(JsonNode.Parse(json)!["totals"]!["peakMemoryBytes"]!.GetValue<long>() > 0);
    }

    [Fact]
    public void Metrics_are_a_line_a_round_and_can_be_read_while_they_grow()
    {
        OutputFolder folder = Open();
        using var log = new MetricsLog(folder);
        log.Append(Round(1) with { Epsilon = 0.5 });
        Assert.Single(ReadShared(folder.In(MetricsLog.FileName)));
        log.Append(Round(2) with { TrainLoss = double.NaN });
        JsonNode[] lines = [.. ReadShared(folder.In(MetricsLog.FileName)).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(
            ["round", "question", "trainLoss", "accuracy", "loss", "seconds", "bytesUp", "bytesDown", "epsilon"],
            lines[0].AsObject().Select(member => member.Key));
        Assert.Null(lines[1]["trainLoss"]);
        Assert.True(lines[1].AsObject().ContainsKey("trainLoss"));
    }

    [Fact]
    public void TensorBoard_events_are_records_with_checksums_and_begin_with_the_version()
    {
        OutputFolder folder = Open();
        using (var log = new TensorBoardLog(folder, TimeProvider.System)) log.Append(Round(7));
        List<byte[]> records = Records(File.ReadAllBytes(Directory.GetFiles(folder.Path, "events.out.tfevents.*").Single()));
        Assert.Equal(2, records.Count);
        // Field 1 is a double (9 bytes with its key); field 3, of type 2, is the version.
        Assert.Equal([(3 << 3) | 2, 13, .. "brain.Event:2"u8], records[0][9..]);
        string text = Encoding.Latin1.GetString(records[1]);
        foreach (string tag in (string[])["bytes/up", "bytes/down", "loss/train", "accuracy/global", "loss/global", "seconds/round"])
            Assert.Contains(tag, text, StringComparison.Ordinal);
        Assert.Equal([(2 << 3) | 0, 7], records[1][9..11]);
        int accuracy = text.IndexOf("accuracy/global", StringComparison.Ordinal) + "accuracy/global".Length;
        Assert.Equal((2 << 3) | 5, records[1][accuracy]);
        Assert.Equal(0.75f, BinaryPrimitives.ReadSingleLittleEndian(records[1].AsSpan(accuracy + 1)));
    }

    [Fact]
    public void Checksums_are_those_of_the_standards()
    {
        Assert.Equal(0xE3069283u, TfRecord.Crc32C("123456789"u8));
        Assert.Equal(0xCBF43926u, Crc32.Of("1234"u8, "56789"u8));
    }

    [Fact]
    public void A_folder_below_a_file_is_refused_and_nothing_is_left()
    {
        string file = _folder.Write("file", "x");
        var problems = new List<Problem>();
        Assert.Null(OutputFolder.Open(Path.Combine(file, "out"), problems));
        Assert.Equal(ProblemCodes.UnwritableOutput, Assert.Single(problems).Code);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_no_half_of_the_new_one()
    {
        OutputFolder folder = Open();
        folder.Write("a.txt", stream => stream.Write("old"u8));
        Assert.Throws<InvalidOperationException>(() => folder.Write("a.txt", stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(folder.In("a.txt")));
        Assert.Equal([folder.In("a.txt")], Directory.GetFiles(folder.Path));
    }

    private OutputFolder Open() => OutputFolder.Open(Path.Combine(_folder.Path, "out"), [])!;

    private static RoundSummary Round(int number) => new()
    {
        Round = number,
        Question = "train",
        Seconds = 1.5,
        BytesUp = 10,
        BytesDown = 20,
        TrainLoss = 0.25,
        Metrics = new Dictionary<string, double> { ["loss"] = 0.5, ["accuracy"] = 0.75 },
        Invited = 2,
        Received = 2,
    };

    private static string[] ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            Assert.Equal(TfRecord.MaskedCrc32C(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(TfRecord.MaskedCrc32C(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(data);
            at += 16 + length;
        }
        return records;
    }
}
