-- This database counts a character beyond the first 65,536 as two: sixteen labels of 255 such need more room.
alter table job alter column labels set data type varchar(16384);
