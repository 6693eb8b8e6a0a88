console.log('re2: nothing yet', process.version);
