namespace Tributary.Core.Tests;

public sealed class JobReaderTests
{
    [Fact]
    public void Leaves_defaults_where_a_job_says_nothing()
    {
        JobSpec job = Read("""{ "name": "n", "data": { "use": "a" }, "partition": { "use": "b" }, "model": { "use": "c" }, "rounds": 3, }""");
        Assert.Equal(1ul, job.Seed);
        Assert.Equal(32, job.Local.BatchSize);
        Assert.Equal("fed-avg", job.Strategy.Use);
        Assert.Equal(1, job.Evaluate.Every);
        Assert.Equal("sgd", job.Local.Optimizer.Use);
    }

    private static JobSpec Read(string json)
    {
        var problems = new List<Problem>();
        JobSpec? job = JobReader.Read(json, new Catalog(), problems);
        Assert.Empty(problems);
        return job!;
    }
}
